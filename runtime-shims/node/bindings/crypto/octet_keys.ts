/** Algorithms whose keys are plain bytes: Curve25519 and Curve448 (RFC 7748, 8032), ML-DSA, ML-KEM, SLH-DSA (FIPS 203 to 205). */
import { ed448, x448 } from '@noble/curves/ed448.js';
import { ed25519, x25519 } from '@noble/curves/ed25519.js';
import { ml_dsa44, ml_dsa65, ml_dsa87 } from '@noble/post-quantum/ml-dsa.js';
import { ml_kem512, ml_kem768, ml_kem1024 } from '@noble/post-quantum/ml-kem.js';
import * as slh from '@noble/post-quantum/slh-dsa.js';
import type { OctetKey, OctetKeyType } from './asymmetric_key.ts';
import { randomBytes } from './random_bytes.ts';

interface OctetAlgorithm {
  /** Node's spelling, as in getPqcKeyTypes and JWK's `alg`. */
  name: string;
  publicLength: number;
  privateLength: number;
  /** What the private key can be made from; for the CFRG curves and SLH-DSA the private key itself is all there is. */
  seedLength?: number;
  publicOf(secret: Uint8Array): Uint8Array;
  expand?(seed: Uint8Array): { secretKey: Uint8Array; publicKey: Uint8Array };
  /** Bytes that a new key is made of. */
  generate(): { secretKey: Uint8Array; publicKey: Uint8Array; seed?: Uint8Array };
}

const cfrg = (name: string, length: number, publicOf: (secret: Uint8Array) => Uint8Array): [string, OctetAlgorithm] => [
  name.toLowerCase(),
  {
    name,
    publicLength: length,
    privateLength: length,
    publicOf,
    generate() {
      const secretKey = randomBytes(length);
      return { secretKey, publicKey: publicOf(secretKey) };
    },
  },
];

interface Seeded {
  lengths: { seed?: number | undefined; publicKey?: number | undefined; secretKey?: number | undefined };
  keygen(seed: Uint8Array): { secretKey: Uint8Array; publicKey: Uint8Array };
  getPublicKey(secretKey: Uint8Array): Uint8Array;
}

function postQuantum(
  name: string,
  { lengths, keygen, getPublicKey }: Seeded,
  keepsSeed: boolean,
): [string, OctetAlgorithm] {
  const seedLength = lengths.seed ?? 0;
  return [
    name.toLowerCase(),
    {
      name,
      publicLength: lengths.publicKey ?? 0,
      privateLength: lengths.secretKey ?? 0,
      ...(keepsSeed ? { seedLength, expand: keygen } : {}),
      publicOf: getPublicKey,
      generate() {
        const seed = randomBytes(seedLength);
        return { ...keygen(seed), ...(keepsSeed ? { seed } : {}) };
      },
    },
  ];
}

const slhSets = ['SHA2-128f', 'SHA2-128s', 'SHA2-192f', 'SHA2-192s', 'SHA2-256f', 'SHA2-256s'].flatMap((set) => [
  set,
  set.replace('SHA2', 'SHAKE'),
]);

export const slhSigner = (type: string): slh.SphincsSigner => {
  const name = type.toLowerCase().replace('slh-dsa', 'slh_dsa').replaceAll('-', '_');
  return (slh as unknown as Record<string, slh.SphincsSigner>)[name]!;
};

export const mlDsa = { 'ml-dsa-44': ml_dsa44, 'ml-dsa-65': ml_dsa65, 'ml-dsa-87': ml_dsa87 } as const;
export const mlKem = { 'ml-kem-512': ml_kem512, 'ml-kem-768': ml_kem768, 'ml-kem-1024': ml_kem1024 } as const;

const algorithms = new Map<string, OctetAlgorithm>([
  cfrg('Ed25519', 32, ed25519.getPublicKey),
  cfrg('Ed448', 57, ed448.getPublicKey),
  cfrg('X25519', 32, x25519.getPublicKey),
  cfrg('X448', 56, x448.getPublicKey),
  ...Object.entries(mlDsa).map(([type, signer]) => postQuantum(type.toUpperCase(), signer, true)),
  ...Object.entries(mlKem).map(([type, kem]) => postQuantum(type.toUpperCase(), kem, true)),
  ...slhSets.map((set) => postQuantum(`SLH-DSA-${set}`, slhSigner(`slh-dsa-${set}`), false)),
]);

/** In Node's order: ML-DSA, ML-KEM, SLH-DSA with SHA-2 before SHAKE. */
export const postQuantumNames: readonly string[] = [...algorithms.values()]
  .map(({ name }) => name)
  .filter((name) => name.includes('-'))
  .sort((a, b) => Number(a.includes('SHAKE')) - Number(b.includes('SHAKE')));

export const octetAlgorithm = (type: string): OctetAlgorithm | undefined => algorithms.get(type);

export function generateOctetKey(type: OctetKeyType): OctetKey {
  const { secretKey, publicKey, seed } = algorithms.get(type)!.generate();
  return { type, public: publicKey, private: secretKey, ...(seed ? { seed } : {}) };
}

/** undefined when the length is wrong. */
export function octetPublicKey(type: OctetKeyType, bytes: Uint8Array): OctetKey | undefined {
  return bytes.length === algorithms.get(type)?.publicLength ? { type, public: bytes.slice() } : undefined;
}

export function octetPrivateKey(type: OctetKeyType, bytes: Uint8Array): OctetKey | undefined {
  const algorithm = algorithms.get(type);
  if (bytes.length !== algorithm?.privateLength) return undefined;
  const secret = bytes.slice();
  return { type, public: algorithm.publicOf(secret), private: secret };
}

export function octetKeyOfSeed(type: OctetKeyType, bytes: Uint8Array): OctetKey | undefined {
  const algorithm = algorithms.get(type);
  if (!algorithm?.expand || bytes.length !== algorithm.seedLength) return undefined;
  const seed = bytes.slice();
  const { secretKey, publicKey } = algorithm.expand(seed);
  return { type, public: publicKey, private: secretKey, seed };
}
