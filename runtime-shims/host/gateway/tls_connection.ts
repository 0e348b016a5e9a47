/** The gateway's end of what stands for TLS (node/tls_records.ts): plain bytes to read and write within records. */
import {
  ALERT,
  type Alert,
  APPLICATION_DATA,
  type ClientHello,
  HANDSHAKE,
  jsonRecord,
  parseJsonRecord,
  RecordReader,
  RecordSyntaxError,
  recordsOf,
  type ServerHello,
  type TlsRecord,
} from '../../node/tls_records.ts';
import type { Connection } from '../preview/byte_reader.ts';

/** All that can be served: the browser's fetch speaks HTTP/2 and 3 by itself. */
const PROTOCOL = 'http/1.1';
/** RFC 8446, 6: a fatal handshake_failure, for a client with a TLS of its own. */
const HANDSHAKE_FAILURE = Uint8Array.of(ALERT, 3, 3, 0, 2, 2, 40);

export class TlsConnection implements Connection {
  readonly #inner: Connection;
  readonly #reader = new RecordReader();
  readonly #received: TlsRecord[] = [];

  private constructor(inner: Connection) {
    this.#inner = inner;
  }

  /** Answers the handshake; null when it failed, and the client has been told. */
  static async accept(inner: Connection): Promise<TlsConnection | null> {
    const connection = new TlsConnection(inner);
    try {
      const record = await connection.#next();
      if (!record) return null;
      if (record.type !== HANDSHAKE) throw new RecordSyntaxError('no handshake');
      const { alpn } = parseJsonRecord<ClientHello>(record.content);
      if (alpn.length > 0 && !alpn.includes(PROTOCOL)) {
        const code = 'ERR_SSL_TLSV1_ALERT_NO_APPLICATION_PROTOCOL';
        await connection.alert({
          code,
          message: `of ${alpn.join(', ')} none can leave a browser tab: use ${PROTOCOL}`,
        });
        return null;
      }
      const hello: ServerHello = { alpn: alpn.length > 0 ? PROTOCOL : null };
      await inner.write(jsonRecord(HANDSHAKE, hello));
      return connection;
    } catch (error) {
      if (!(error instanceof RecordSyntaxError)) throw error;
      await inner.write(HANDSHAKE_FAILURE);
      inner.close();
      return null;
    }
  }

  async #next(): Promise<TlsRecord | null> {
    for (;;) {
      const record = this.#received.shift();
      if (record) return record;
      const piece = await this.#inner.read();
      if (!piece) return null;
      this.#received.push(...this.#reader.push(piece));
    }
  }

  async read(): Promise<Uint8Array<ArrayBuffer> | null> {
    const record = await this.#next();
    return record?.type === APPLICATION_DATA ? new Uint8Array(record.content) : null;
  }

  async write(bytes: Uint8Array): Promise<void> {
    for (const part of recordsOf(APPLICATION_DATA, bytes)) await this.#inner.write(part);
  }

  /** Tells why the connection ends, which is then over. */
  async alert(alert: Alert): Promise<void> {
    await this.#inner.write(jsonRecord(ALERT, alert));
    this.close();
  }

  close(): void {
    this.#inner.close();
  }
}
