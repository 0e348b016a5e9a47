/**
 * `SecureContext` (src/crypto/crypto_context.cc): what a program asks of TLS. The browser does the real TLS of the outer
 * network by rules of its own, so a client's wishes are kept, told again, and go no further.
 */
import type { Binding, Environment } from '../../environment.ts';

/** Protocol numbers of OpenSSL: TLS1_VERSION … TLS1_3_VERSION; 0 is what OpenSSL takes for the lowest. */
const ANY_PROTOCOL = 0;
const TLS1_2_VERSION = 0x0303;
const TLS1_3_VERSION = 0x0304;
const TICKET_KEY_BYTES = 48;

/** Names of SSL methods (SecureContext::Init) and the range of protocols that each means. */
const METHODS: Record<string, [minimum: number, maximum: number]> = Object.fromEntries(
  ['', '_client', '_server'].flatMap((side) => [
    [`TLS${side}_method`, [ANY_PROTOCOL, TLS1_3_VERSION]],
    [`SSLv23${side}_method`, [ANY_PROTOCOL, TLS1_2_VERSION]],
    [`TLSv1${side}_method`, [0x0301, 0x0301]],
    [`TLSv1_1${side}_method`, [0x0302, 0x0302]],
    [`TLSv1_2${side}_method`, [TLS1_2_VERSION, TLS1_2_VERSION]],
  ]),
);

function error(code: string, message: string, Class = Error): Error {
  return Object.assign(new Class(message), { code });
}

function secureContextOf(environment: Environment) {
  return class SecureContext {
    static readonly kTicketKeyReturnIndex = 0;
    static readonly kTicketKeyHMACIndex = 1;
    static readonly kTicketKeyAESIndex = 2;
    static readonly kTicketKeyNameIndex = 3;
    static readonly kTicketKeyIVIndex = 4;
    #minimum = ANY_PROTOCOL;
    #maximum = ANY_PROTOCOL;
    #ticketKeys: Uint8Array | undefined;

    init(method: string | undefined, minimum: number, maximum: number): void {
      this.#minimum = minimum;
      this.#maximum = maximum || TLS1_3_VERSION;
      if (typeof method !== 'string') return;
      const range = METHODS[method];
      if (/^SSLv[23]_/.test(method)) {
        throw error('ERR_TLS_INVALID_PROTOCOL_METHOD', `${method.slice(0, 5)} methods disabled`, TypeError);
      }
      if (!range) throw error('ERR_TLS_INVALID_PROTOCOL_METHOD', `Unknown method: ${method}`, TypeError);
      [this.#minimum, this.#maximum] = range;
    }

    setMinProto(version: number): void {
      this.#minimum = version;
    }

    setMaxProto(version: number): void {
      this.#maximum = version;
    }

    getMinProto(): number {
      return this.#minimum;
    }

    getMaxProto(): number {
      return this.#maximum;
    }

    // The browser chooses ciphers, curves and signatures, and trusts whom its user trusts.
    setCiphers(_list: string): void {}
    setCipherSuites(_list: string): void {}
    setSigalgs(_list: string): void {}
    setECDHCurve(_name: string): void {}
    setOptions(_options: number): void {}
    setSessionIdContext(_context: string): void {}
    setSessionTimeout(_seconds: number): void {}
    setCertificateCompression(_algorithms: number): void {}
    addRootCerts(): void {}
    setAllowPartialTrustChain(): void {}
    addCACert(_certificate: unknown): void {}
    addCRL(_list: unknown): void {}
    close(): void {}

    getTicketKeys(): Uint8Array {
      const { randomBytes } = environment.requireBuiltin('crypto') as typeof import('node:crypto');
      this.#ticketKeys ??= randomBytes(TICKET_KEY_BYTES);
      return this.#ticketKeys;
    }

    setTicketKeys(keys: Uint8Array): void {
      this.#ticketKeys = keys;
    }

    enableTicketKeyCallback(): void {}

    // With a certificate of its own a program would be a server, or prove who it is: the browser lets it do neither.
    setCert(_certificate: unknown): never {
      return environment.unimplemented("A certificate of the program's own in TLS (SecureContext.setCert)");
    }

    setKey(_key: unknown, _passphrase?: string): never {
      return environment.unimplemented("A key of the program's own in TLS (SecureContext.setKey)");
    }

    setDHParam(_parameters: unknown): never {
      return environment.unimplemented(
        "Diffie-Hellman parameters of the program's own in TLS (SecureContext.setDHParam)",
      );
    }

    loadPKCS12(_archive: unknown, _passphrase?: unknown): never {
      return environment.unimplemented("A certificate of the program's own in TLS (SecureContext.loadPKCS12)");
    }

    setEngineKey(): never {
      return environment.unimplemented('crypto.SecureContext.setEngineKey');
    }

    setClientCertEngine(): never {
      return environment.unimplemented('crypto.SecureContext.setClientCertEngine');
    }

    getCertificate(): null {
      return null;
    }

    getIssuer(): null {
      return null;
    }
  };
}

/** What the module `tls` takes from the binding. Whom the browser trusts it shows nobody: all lists of roots are empty. */
export function tlsNatives(environment: Environment): Binding {
  return {
    SecureContext: secureContextOf(environment),
    startLoadingCertificatesOffThread(): void {},
    resetRootCertStore(_certificates: unknown): void {},
    getBundledRootCertificates: () => [],
    getExtraCACertificates: () => [],
    getSystemCACertificates: () => [],
    getUserRootCertificates: () => [],
    getCertificateCompressionAlgorithms: () => [],
  };
}
