/** Keys of a pair, as they are in memory. Whatever has its private part is a private key. */
import type { Curve, Point } from './elliptic_curve.ts';

/** RSASSA-PSS-params (RFC 4055). */
export interface PssParameters {
  hash: string;
  mgf1Hash: string;
  saltLength: number;
}

export interface RsaPrivatePart {
  d: bigint;
  p: bigint;
  q: bigint;
  dp: bigint;
  dq: bigint;
  qi: bigint;
}

export interface RsaKey {
  type: 'rsa' | 'rsa-pss';
  n: bigint;
  e: bigint;
  private?: RsaPrivatePart;
  pss?: PssParameters;
}

export interface EcKey {
  type: 'ec';
  curve: Curve;
  point: Point;
  private?: bigint;
  /** Written with the parameters of the curve, not its name. */
  explicit?: boolean;
  /** The form that the point came in. */
  form: number;
}

export interface DsaKey {
  type: 'dsa';
  p: bigint;
  q: bigint;
  g: bigint;
  y: bigint;
  private?: bigint;
}

export interface DhKey {
  type: 'dh';
  p: bigint;
  g: bigint;
  q?: bigint;
  y: bigint;
  private?: bigint;
}

export interface OctetKey {
  type: OctetKeyType;
  public: Uint8Array;
  private?: Uint8Array;
  /** What the private key of a post-quantum algorithm was made from. */
  seed?: Uint8Array;
}

export const cfrgKeyTypes = ['ed25519', 'ed448', 'x25519', 'x448'] as const;
export type CfrgKeyType = (typeof cfrgKeyTypes)[number];
export type OctetKeyType = CfrgKeyType | `ml-dsa-${string}` | `ml-kem-${string}` | `slh-dsa-${string}`;

export type AsymmetricKey = RsaKey | EcKey | DsaKey | DhKey | OctetKey;

export const isPrivate = (key: AsymmetricKey): boolean => key.private !== undefined;

/** The same without its private part. */
export function publicPart<Key extends AsymmetricKey>(key: Key): Key {
  const copy = { ...key };
  delete copy.private;
  if ('seed' in copy) delete copy.seed;
  return copy;
}

const sameBytes = (a: Uint8Array, b: Uint8Array): boolean =>
  a.length === b.length && a.every((byte, index) => byte === b[index]);

/** EVP_PKEY_eq: the public parts. undefined when keys of such types cannot be compared. */
export function samePublicKey(a: AsymmetricKey, b: AsymmetricKey): boolean {
  if (a.type !== b.type) return false;
  if ('e' in a && 'e' in b) return a.n === b.n && a.e === b.e;
  if (a.type === 'ec' && b.type === 'ec') return a.curve.n === b.curve.n && a.point.equals(b.point);
  if (a.type === 'dsa' && b.type === 'dsa') return a.p === b.p && a.q === b.q && a.g === b.g && a.y === b.y;
  if (a.type === 'dh' && b.type === 'dh') return a.p === b.p && a.g === b.g && a.y === b.y;
  return 'public' in a && 'public' in b && sameBytes(a.public, b.public);
}
