/** Reading lines and counted bytes from a connection that delivers pieces of any size. */

export interface Connection {
  /** The next bytes, or null at the end. */
  read(): Promise<Uint8Array<ArrayBuffer> | null>;
  /** Resolves when there is room for more. */
  write(bytes: Uint8Array): Promise<void>;
  close(): void;
}

/** The other side ended the connection where more was due. */
export class ConnectionEnded extends Error {
  constructor() {
    super('the server closed the connection before its response was complete');
  }
}

const NEWLINE = 10;
const CARRIAGE_RETURN = 13;

export class ByteReader {
  readonly #connection: Connection;
  #bytes: Uint8Array<ArrayBuffer> = new Uint8Array();
  #pending: Promise<boolean> | null = null;
  /** Whether anything has come since this was last set to false. */
  hasRead = false;

  constructor(connection: Connection) {
    this.#connection = connection;
  }

  get hasBytes(): boolean {
    return this.#bytes.length > 0;
  }

  /** Starts to read what comes next; false at the end of the connection. One read is under way at a time. */
  prefetch(): Promise<boolean> {
    this.#pending ??= this.#connection.read().then(
      (piece) => {
        this.#pending = null;
        if (!piece) return false;
        this.hasRead = true;
        if (this.#bytes.length === 0) this.#bytes = piece;
        else {
          const both = new Uint8Array(this.#bytes.length + piece.length);
          both.set(this.#bytes);
          both.set(piece, this.#bytes.length);
          this.#bytes = both;
        }
        return true;
      },
      () => {
        this.#pending = null;
        return false;
      },
    );
    return this.#pending;
  }

  /** At least one byte and at most `limit`; null at the end. */
  async readSome(limit = Number.POSITIVE_INFINITY): Promise<Uint8Array<ArrayBuffer> | null> {
    while (this.#bytes.length === 0) if (!(await this.prefetch())) return null;
    return this.#take(Math.min(limit, this.#bytes.length));
  }

  /** Up to and with the empty line that ends a head; empty lines before it are passed over (RFC 9112, 2.2). */
  async readUntilBlankLine(limit: number): Promise<Uint8Array<ArrayBuffer>> {
    let scanned = 0;
    for (;;) {
      const end = this.#blankLine(scanned);
      if (end > 0) return this.#take(end);
      if (this.#bytes.length > limit) throw new Error(`the head of the response is longer than ${limit} bytes`);
      scanned = Math.max(0, this.#bytes.length - 3);
      if (!(await this.prefetch())) throw new ConnectionEnded();
    }
  }

  /** A line without its end. */
  async readLine(limit: number): Promise<string> {
    for (;;) {
      const end = this.#bytes.indexOf(NEWLINE);
      if (end >= 0) {
        const line = this.#take(end + 1);
        const length = line[end - 1] === CARRIAGE_RETURN ? end - 1 : end;
        return String.fromCharCode(...line.subarray(0, length));
      }
      if (this.#bytes.length > limit) throw new Error(`a line is longer than ${limit} bytes`);
      if (!(await this.prefetch())) throw new ConnectionEnded();
    }
  }

  #blankLine(from: number): number {
    const bytes = this.#bytes;
    for (let at = bytes.indexOf(NEWLINE, from); at >= 0; at = bytes.indexOf(NEWLINE, at + 1)) {
      if (bytes[at + 1] === NEWLINE) return at + 2;
      if (bytes[at + 1] === CARRIAGE_RETURN && bytes[at + 2] === NEWLINE) return at + 3;
    }
    return -1;
  }

  #take(length: number): Uint8Array<ArrayBuffer> {
    const taken = this.#bytes.subarray(0, length);
    this.#bytes = this.#bytes.subarray(length);
    return taken;
  }
}
