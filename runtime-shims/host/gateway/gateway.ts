/**
 * The way out of a container: connections of programs to the outer network become fetches and WebSockets of the browser.
 * Loaded by the supervisor with the first such connection (outward_listener.ts).
 */
import type { Connection } from '../preview/byte_reader.ts';
import type { Header } from '../preview/http_client.ts';
import { sendText, serveExchanges } from './http_exchange.ts';
import { type OutwardConfiguration, routesOf } from './routes.ts';
import { TlsConnection } from './tls_connection.ts';

export interface OutwardTarget {
  name: string;
  port: number;
}

export interface Gateway {
  /** Serves `connection` until it ends. Never throws. */
  serve(connection: Connection, target: OutwardTarget): Promise<void>;
}

/** Ports on which clients speak TLS from the first byte. */
const TLS_PORTS = new Set([443, 8443]);
/** By this, curl and wget tell a refusal of the browser from a 502 of a server. */
const REFUSAL: Header = ['X-Wardian-Refusal', 'browser'];
const DEFAULT_PORTS: Record<string, number> = { http: 80, https: 443 };
/** The first byte of a TLS record that begins a handshake. */
const HANDSHAKE = 22;
/** OpenSSL's name for the alert of a server that will not serve this client. */
const ACCESS_DENIED = 'ERR_SSL_TLSV1_ALERT_ACCESS_DENIED';

export function createGateway(configuration: OutwardConfiguration, base: string): Gateway {
  const routeOf = routesOf(configuration, base);
  async function serve(connection: Connection, { name, port }: OutwardTarget): Promise<void> {
    const originOf = (scheme: 'http' | 'https') =>
      `${scheme}://${name.includes(':') ? `[${name}]` : name}${DEFAULT_PORTS[scheme] === port ? '' : `:${port}`}`;
    const first = new Peeked(connection);
    const isTls = TLS_PORTS.has(port) || (await first.peek()) === HANDSHAKE;
    if (!isTls) {
      const refuse = async (reason: string) => {
        console.warn(`wardian: ${reason}`);
        await sendText(first, 502, 'Bad Gateway', `wardian: ${reason}`, [REFUSAL]);
      };
      await serveExchanges(first, { origin: originOf('http'), routeOf, refuse });
      return;
    }
    const secure = await TlsConnection.accept(first);
    if (!secure) return;
    const refuse = async (message: string) => {
      console.warn(`wardian: ${message}`);
      await secure.alert({ code: ACCESS_DENIED, message });
    };
    await serveExchanges(secure, { origin: originOf('https'), routeOf, refuse });
  }
  return {
    async serve(connection, target) {
      try {
        await serve(connection, target);
      } catch (error) {
        console.warn(`wardian: connection to ${target.name}:${target.port}:`, error);
        connection.close();
      }
    },
  };
}

/** A connection whose first byte can be looked at. */
class Peeked implements Connection {
  readonly #inner: Connection;
  #first: Uint8Array<ArrayBuffer> | null = null;

  constructor(inner: Connection) {
    this.#inner = inner;
  }

  async peek(): Promise<number | undefined> {
    this.#first = await this.#inner.read();
    return this.#first?.[0];
  }

  async read(): Promise<Uint8Array<ArrayBuffer> | null> {
    const first = this.#first;
    this.#first = null;
    return first ?? this.#inner.read();
  }

  write(bytes: Uint8Array): Promise<void> {
    return this.#inner.write(bytes);
  }

  close(): void {
    this.#inner.close();
  }
}
