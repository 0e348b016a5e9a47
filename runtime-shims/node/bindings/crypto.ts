/**
 * `internalBinding('crypto')` (src/crypto): one file under crypto/ for each file of Node's. What is for TLS alone refuses
 * by its name. Its script is loaded on first use (lazy_bindings.ts).
 */
import type { BindingFactory } from '../environment.ts';
import { completeFromShape } from '../from_shape.ts';
import { cipherNatives } from './crypto/cipher_base.ts';
import { cipherJobs } from './crypto/cipher_jobs.ts';
import { JobMode, jobClasses } from './crypto/crypto_job.ts';
import { derivations } from './crypto/derivations.ts';
import { diffieHellmanNatives } from './crypto/diffie_hellman.ts';
import { hashNatives } from './crypto/hash.ts';
import { kemNatives } from './crypto/kem.ts';
import { keyGenerationNatives } from './crypto/key_generation.ts';
import { keyNatives } from './crypto/keys.ts';
import { macNatives } from './crypto/mac.ts';
import { pkcs12Natives } from './crypto/pkcs12.ts';
import { rsaCipherNatives } from './crypto/rsa_cipher.ts';
import { tlsNatives } from './crypto/secure_context.ts';
import { signatureNatives } from './crypto/signatures.ts';
import { spkacNatives } from './crypto/spkac.ts';
import { x509Natives } from './crypto/x509.ts';

/** OpenSSL's default level of security. */
const SECURITY_LEVEL = 2;

export const binding: BindingFactory = (environment) =>
  completeFromShape(environment, 'crypto', {
    ...hashNatives(environment),
    ...keyNatives(environment),
    ...cipherNatives(environment),
    ...signatureNatives(environment),
    ...rsaCipherNatives(environment),
    ...diffieHellmanNatives(environment),
    ...keyGenerationNatives(environment),
    ...kemNatives(environment),
    ...x509Natives(environment),
    ...spkacNatives(environment),
    ...pkcs12Natives(environment),
    ...tlsNatives(environment),
    ...macNatives(environment),
    ...jobClasses(environment, { ...derivations, ...cipherJobs }),
    kCryptoJobAsync: JobMode.ASYNC,
    kCryptoJobSync: JobMode.SYNC,
    kCryptoJobWebCrypto: JobMode.WEB_CRYPTO,
    secureBuffer: (size: number) => new Uint8Array(size),
    secureHeapUsed: () => undefined,
    getOpenSSLSecLevelCrypto: () => SECURITY_LEVEL,
    // OpenSSL 3 has engines no more: none is found.
    setEngine: () => false,
    getSSLCiphers: () => [],
    // No FIPS provider: its state never changes.
    getFipsCrypto: () => 0,
    getFipsCryptoGeneration: () => 0,
    testFipsCrypto: () => false,
    setupFipsIndicatorChannel(): void {},
  });
