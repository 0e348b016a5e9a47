/**
 * The browser's own WebCrypto: the only source of secrets. Taken when the process's script is loaded, before the global
 * `crypto` becomes Node's.
 */
export const webCrypto: Crypto = globalThis.crypto;
