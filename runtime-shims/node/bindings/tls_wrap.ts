/**
 * `internalBinding('tls_wrap')` (src/crypto/crypto_tls.cc): TLS of clients. The handshake's partner is the host's gateway,
 * for which the browser does the real TLS and verifies the host; of the certificate it shows nothing, so all that a
 * program learns of its peer is the name that was verified. Servers are not there.
 */
import { asyncWrapOf } from '../async_wrap.ts';
import type { BindingFactory } from '../environment.ts';
import { completeFromShape } from '../from_shape.ts';
import { isOutwardAddress } from '../outward_names.ts';
import { type StreamBase, streamClassesOf } from '../stream_base.ts';
import { TlsStream } from '../tls_stream.ts';

type Callback = ((...args: unknown[]) => void) | undefined;

/** As far as tls.checkServerIdentity looks at it. */
interface PeerCertificate {
  subject: { CN: string };
  issuer: { O: string };
  subjectaltname: string;
}

export const binding: BindingFactory = (environment) => {
  const AsyncWrap = asyncWrapOf(environment);
  const streams = streamClassesOf(environment);

  class TLSWrap extends AsyncWrap {
    declare onhandshakestart: Callback;
    declare onhandshakedone: Callback;
    declare onerror: Callback;
    readonly #stream: TlsStream;
    readonly #inner: StreamBase;
    /** Not connected yet: what it will be connected to is meant to speak TLS, and no proxy. */
    readonly #isDirect: boolean;
    /** The connection's former owner still writes: nothing of TLS may come before that. */
    #heldBack: boolean;
    #startWanted = false;

    constructor(inner: StreamBase, heldBack: boolean) {
      super('TLSWRAP');
      this.#heldBack = heldBack;
      this.#inner = inner;
      this.#isDirect = this.#peer() === null;
      const events = {
        started: () => void AsyncWrap.call(this, this.onhandshakestart, environment.loop.now()),
        done: () => void AsyncWrap.call(this, this.onhandshakedone),
        failed: (error: Error) => void AsyncWrap.call(this, this.onerror, error),
      };
      this.#stream = new TlsStream(environment, this, inner, events, streams.emitToJavaScript);
      streams.register(this, this.#stream);
    }

    get writeQueueSize(): number {
      return this.#stream.queuedBytes;
    }

    start(): void {
      if (this.#heldBack) this.#startWanted = true;
      else if (this.#isDirect && !isOutwardAddress(this.#peer() ?? '')) this.#refuse();
      else this.#stream.start();
    }

    /** Null: it is not connected. A socket of the file system has no address. */
    #peer(): string | null {
      const name = environment.kernel.getpeername(this.#inner.fd);
      return typeof name === 'number' ? null : name.address;
    }

    /** Nothing inside the container can answer: there are no servers of TLS. */
    #refuse(): void {
      environment.loop.makeCallback(() => {
        try {
          environment.unimplemented('A TLS connection inside the container');
        } catch (error) {
          AsyncWrap.call(this, this.onerror, error);
        }
      });
    }

    receive(bytes: Uint8Array): void {
      this.#stream.receive(bytes);
    }

    destroySSL(): void {
      this.#stream.destroy();
    }

    setServername(name: string): void {
      this.#stream.servername = name;
    }

    getServername(): string | false {
      return this.#stream.servername ?? false;
    }

    /** Names with their lengths before them, as they stand in the extension. */
    setALPNProtocols(list: Uint8Array): void {
      const names: string[] = [];
      for (let at = 0; at < list.length; at += 1 + (list[at] ?? 0)) {
        names.push(String.fromCharCode(...list.subarray(at + 1, at + 1 + (list[at] ?? 0))));
      }
      this.#stream.alpnProtocols = names;
    }

    getALPNNegotiatedProtocol(): string | false {
      return this.#stream.alpnProtocol;
    }

    /** The browser lets no request through whose certificate it does not accept. */
    verifyError(): null {
      return null;
    }

    getPeerCertificate(): PeerCertificate | undefined {
      const name = this.#stream.servername;
      if (name === null) return undefined;
      return { subject: { CN: name }, issuer: { O: 'verified by the browser' }, subjectaltname: `DNS:${name}` };
    }

    hasPeerCertificate(): boolean {
      return this.#stream.servername !== null;
    }

    // What the browser negotiated, it tells nobody.
    getPeerX509Certificate(): undefined {}
    getCertificate(): undefined {}
    getX509Certificate(): undefined {}
    getCipher(): undefined {}
    getFinished(): undefined {}
    getPeerFinished(): undefined {}
    getSession(): undefined {}
    getTLSTicket(): undefined {}
    getProtocol(): string {
      return 'unknown';
    }
    getEphemeralKeyInfo(): object {
      return {};
    }
    getSharedSigalgs(): string[] {
      return [];
    }
    isSessionReused(): boolean {
      return false;
    }

    // Wishes that change nothing: sessions, keys and revocation are the browser's.
    setVerifyMode(_request: boolean, _reject: boolean): void {}
    setSession(_session: unknown): void {}
    enableSessionCallbacks(): void {}
    enableKeylogCallback(): void {}
    requestOCSP(): void {}
    setMaxSendFragment(_size: number): boolean {
      return true;
    }
    writesIssuedByPrevListenerDone(): void {
      this.#heldBack = false;
      if (this.#startWanted) this.#stream.start();
    }
  }
  streams.addMethods(TLSWrap.prototype);

  const completed = completeFromShape(environment, 'tls_wrap', {});
  const refusing = completed['TLSWrap'] as { prototype: Record<string, unknown> } | undefined;
  for (const name of Object.getOwnPropertyNames(refusing?.prototype ?? {})) {
    if (name in TLSWrap.prototype) continue;
    Object.defineProperty(TLSWrap.prototype, name, {
      value: refusing?.prototype[name],
      configurable: true,
      writable: true,
    });
  }

  return {
    ...completed,
    TLSWrap,
    HAVE_SSL_TRACE: false,
    // Called by the library (library/patches.ts).
    unavailable: (what: string) => environment.unimplemented(what),
    wrap(handle: unknown, _context: unknown, isServer: boolean, hasActiveWriter: boolean): TLSWrap {
      if (isServer) environment.unimplemented('A TLS server inside the container');
      const inner = streams.streamOf(handle);
      if (inner === undefined) throw new TypeError('Illegal invocation');
      return new TLSWrap(inner, hasActiveWriter);
    },
  };
};
