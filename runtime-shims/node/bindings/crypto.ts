/** `internalBinding('crypto')` (src/crypto): randomness, digests, HMAC, key derivation and secret keys; the rest refuses. */
import type { BindingFactory } from '../environment.ts';
import { completeFromShape } from '../from_shape.ts';
import { hashNatives } from './crypto/hash.ts';
import { jobNatives } from './crypto/jobs.ts';
import { keyNatives } from './crypto/keys.ts';
import { tlsNatives } from './crypto/secure_context.ts';

export const binding: BindingFactory = (environment) =>
  completeFromShape(environment, 'crypto', {
    ...hashNatives(environment),
    ...jobNatives(environment),
    ...keyNatives(environment),
    ...tlsNatives(environment),
    getCiphers: () => [],
    getSSLCiphers: () => [],
    getCurves: () => [],
    getMacs: () => [],
    // No FIPS provider: its state never changes.
    getFipsCrypto: () => 0,
    getFipsCryptoGeneration: () => 0,
    testFipsCrypto: () => false,
    setupFipsIndicatorChannel(): void {},
  });
