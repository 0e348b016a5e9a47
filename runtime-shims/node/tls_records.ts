/**
 * What stands for TLS between a program and whoever terminates it (the host's gateway, for which the browser does the
 * real TLS): the record layer of RFC 8446, 5.1 with the null cipher, and a handshake of our own in JSON. No byte of it
 * leaves the container, so there is nothing to encrypt.
 */

export const HANDSHAKE = 22;
export const ALERT = 21;
export const APPLICATION_DATA = 23;
/** RFC 8446, 5.1: 2^14 bytes. */
export const MAX_RECORD = 16_384;
const HEADER = 5;
const LEGACY_VERSION = [3, 3] as const;

/** From the client. */
export interface ClientHello {
  servername: string | null;
  /** ALPN protocols in the order of preference. */
  alpn: string[];
}
/** From whoever answers: the protocol chosen, or null when the client offered none. */
export interface ServerHello {
  alpn: string | null;
}
/** Ends a connection with what is to be said of it: the name that OpenSSL has for the alert, and a sentence. */
export interface Alert {
  code: string;
  message: string;
}

/** The peer speaks something else. */
export class RecordSyntaxError extends Error {}

/** `bytes` as records, ready to be sent: heads and views of `bytes` in turn. */
export function recordsOf(type: number, bytes: Uint8Array<ArrayBufferLike>): Uint8Array[] {
  const records: Uint8Array[] = [];
  for (let at = 0; at < bytes.length; at += MAX_RECORD) {
    const part = bytes.subarray(at, at + MAX_RECORD);
    records.push(Uint8Array.of(type, ...LEGACY_VERSION, part.length >> 8, part.length & 255), part);
  }
  return records;
}

export function jsonRecord(type: typeof HANDSHAKE | typeof ALERT, content: object): Uint8Array {
  const bytes = new TextEncoder().encode(JSON.stringify(content));
  if (bytes.length > MAX_RECORD) throw new RangeError('the handshake does not fit one record');
  const record = new Uint8Array(HEADER + bytes.length);
  record.set([type, ...LEGACY_VERSION, bytes.length >> 8, bytes.length & 255]);
  record.set(bytes, HEADER);
  return record;
}

/** Content of a handshake or alert record. Throws {@link RecordSyntaxError} for real TLS and everything else. */
export function parseJsonRecord<T>(content: Uint8Array<ArrayBufferLike>): T {
  try {
    return JSON.parse(new TextDecoder().decode(content));
  } catch {
    throw new RecordSyntaxError('not a handshake of this runtime');
  }
}

export interface TlsRecord {
  type: number;
  content: Uint8Array;
}

/** Takes records out of bytes that come in pieces of any size. */
export class RecordReader {
  #rest: Uint8Array = new Uint8Array();

  /** The records complete with `piece`, their contents views of it where possible. Throws {@link RecordSyntaxError}. */
  push(piece: Uint8Array): TlsRecord[] {
    let bytes = piece;
    if (this.#rest.length > 0) {
      bytes = new Uint8Array(this.#rest.length + piece.length);
      bytes.set(this.#rest);
      bytes.set(piece, this.#rest.length);
    }
    const records: TlsRecord[] = [];
    let at = 0;
    while (bytes.length > at) {
      const type = bytes[at] ?? 0;
      if (type < ALERT || type > APPLICATION_DATA) throw new RecordSyntaxError('wrong version number');
      if (bytes.length - at < HEADER) break;
      const length = ((bytes[at + 3] ?? 0) << 8) | (bytes[at + 4] ?? 0);
      if (length > MAX_RECORD) throw new RecordSyntaxError('packet length too long');
      if (bytes.length - at < HEADER + length) break;
      records.push({ type, content: bytes.subarray(at + HEADER, at + HEADER + length) });
      at += HEADER + length;
    }
    this.#rest = bytes.slice(at);
    return records;
  }
}
