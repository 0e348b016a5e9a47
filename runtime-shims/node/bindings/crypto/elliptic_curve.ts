/** Elliptic curves in Weierstrass form by OpenSSL's names; points as bytes (SEC 1, section 2.3). */
import {
  type ECDSA,
  ecdsa,
  type WeierstrassPoint,
  type WeierstrassPointCons,
  weierstrass,
} from '@noble/curves/abstract/weierstrass.js';
import { brainpoolP256r1, brainpoolP384r1, brainpoolP512r1 } from '@noble/curves/misc.js';
import { p256, p384, p521 } from '@noble/curves/nist.js';
import { secp256k1 } from '@noble/curves/secp256k1.js';
import { sha512 } from '@noble/hashes/sha2.js';
import { bitLength, bytesToInteger, integerToBytes, modularPower, modulo, randomBelow } from './big_integer.ts';
import { curveParameters } from './curve_parameters.ts';
import { concatenate } from './der.ts';

export type Point = WeierstrassPoint<bigint>;

export interface Curve {
  readonly name: string;
  /** Empty for curves without a name, which are given by their parameters. */
  readonly objectIdentifier: string;
  readonly p: bigint;
  readonly a: bigint;
  readonly b: bigint;
  readonly gx: bigint;
  readonly gy: bigint;
  readonly n: bigint;
  readonly cofactor: bigint;
  readonly seed: Uint8Array;
  /** Bytes of a coordinate, and of a scalar. */
  readonly fieldLength: number;
  readonly scalarLength: number;
  readonly Point: WeierstrassPointCons<bigint>;
  readonly ecdsa: ECDSA;
}

/** The forms of `point_conversion_form_t`. */
export const PointForm = { COMPRESSED: 2, UNCOMPRESSED: 4, HYBRID: 6 } as const;

/** Curves for which the library has constants of its own. */
const prepared: Readonly<Record<string, ECDSA>> = {
  prime256v1: p256,
  secp384r1: p384,
  secp521r1: p521,
  secp256k1,
  brainpoolP256r1,
  brainpoolP384r1,
  brainpoolP512r1,
};

/** NIST's names (FIPS 186-5), which OpenSSL takes as well. */
const nistNames: Readonly<Record<string, string>> = {
  'P-192': 'prime192v1',
  'P-224': 'secp224r1',
  'P-256': 'prime256v1',
  'P-384': 'secp384r1',
  'P-521': 'secp521r1',
};

type Domain = Pick<Curve, 'name' | 'objectIdentifier' | 'p' | 'a' | 'b' | 'gx' | 'gy' | 'n' | 'cofactor' | 'seed'>;

export function createCurve(domain: Domain): Curve {
  let own: ECDSA | undefined = prepared[domain.name];
  const signatures = (): ECDSA => {
    if (own) return own;
    const { p, a, b, gx: Gx, gy: Gy, n, cofactor: h } = domain;
    // The hash is only for the derivation of nonces.
    own = ecdsa(weierstrass({ p, a, b, Gx, Gy, n, h }), sha512, { lowS: false });
    return own;
  };
  return {
    ...domain,
    fieldLength: Math.ceil(bitLength(domain.p) / 8),
    scalarLength: Math.ceil(bitLength(domain.n) / 8),
    get Point() {
      return signatures().Point;
    },
    get ecdsa() {
      return signatures();
    },
  };
}

const hexadecimal = (text: string): bigint => BigInt(`0x${text}`);

const known = new Map<string, Curve>();
for (const [name, identifier, p, a, b, gx, gy, n, cofactor, seed] of curveParameters) {
  known.set(
    name,
    createCurve({
      name,
      objectIdentifier: identifier,
      p: hexadecimal(p),
      a: hexadecimal(a),
      b: hexadecimal(b),
      gx: hexadecimal(gx),
      gy: hexadecimal(gy),
      n: hexadecimal(n),
      cofactor: hexadecimal(cofactor),
      seed: seed ? integerToBytes(hexadecimal(seed), seed.length / 2) : new Uint8Array(0),
    }),
  );
}
const byIdentifier = new Map([...known.values()].map((curve) => [curve.objectIdentifier, curve]));

export const curveNames: readonly string[] = [...known.keys()].sort();

export function findCurve(name: string): Curve | undefined {
  return known.get(nistNames[name] ?? name);
}

export const curveOfIdentifier = (identifier: string): Curve | undefined => byIdentifier.get(identifier);

/** A named curve with the same parameters. */
export function curveOfDomain({ p, a, b, gx, gy, n }: Omit<Domain, 'name'>): Curve | undefined {
  return [...known.values()].find(
    (curve) => curve.p === p && curve.a === a && curve.b === b && curve.gx === gx && curve.gy === gy && curve.n === n,
  );
}

export function encodePoint(curve: Curve, point: Point, form: number): Uint8Array {
  const { x, y } = point.toAffine();
  const odd = Number(y & 1n);
  const first = integerToBytes(x, curve.fieldLength);
  if (form === PointForm.COMPRESSED) return concatenate(Uint8Array.of(PointForm.COMPRESSED | odd), first);
  const head = form === PointForm.HYBRID ? PointForm.HYBRID | odd : PointForm.UNCOMPRESSED;
  return concatenate(Uint8Array.of(head), first, integerToBytes(y, curve.fieldLength));
}

type Field = Pick<Curve, 'p' | 'a' | 'b' | 'fieldLength'>;

/** Coordinates and form; undefined when the bytes are not a point of the curve (or are the point at infinity). */
export function decodeCoordinates(field: Field, bytes: Uint8Array): { x: bigint; y: bigint; form: number } | undefined {
  const [head = 0] = bytes;
  const form = head & ~1;
  const odd = head & 1;
  const { fieldLength } = field;
  const x = bytesToInteger(bytes.subarray(1, 1 + fieldLength));
  let y: bigint | undefined;
  if (form === PointForm.COMPRESSED && bytes.length === 1 + fieldLength) {
    y = squareRoot(field, x, odd);
  } else if (bytes.length === 1 + 2 * fieldLength && (head === PointForm.UNCOMPRESSED || form === PointForm.HYBRID)) {
    y = bytesToInteger(bytes.subarray(1 + fieldLength));
    if (form === PointForm.HYBRID && Number(y & 1n) !== odd) return undefined;
  }
  return y !== undefined && isOnCurve(field, x, y) ? { x, y, form } : undefined;
}

export function decodePoint(curve: Curve, bytes: Uint8Array): { point: Point; form: number } | undefined {
  const found = decodeCoordinates(curve, bytes);
  return found && { point: curve.Point.fromAffine({ x: found.x, y: found.y }), form: found.form };
}

const isOnCurve = ({ p, a, b }: Field, x: bigint, y: bigint): boolean =>
  x < p && y < p && modulo(y * y - x * x * x - a * x - b, p) === 0n;

/** undefined unless (x, y) is on the curve. */
export const pointOf = (curve: Curve, x: bigint, y: bigint): Point | undefined =>
  isOnCurve(curve, x, y) ? curve.Point.fromAffine({ x, y }) : undefined;

function squareRoot({ p, a, b }: Field, x: bigint, odd: number): bigint | undefined {
  if (x >= p) return undefined;
  const square = modulo(x * x * x + a * x + b, p);
  const root = modularSquareRoot(square, p);
  if (root === undefined) return undefined;
  return Number(root & 1n) === odd ? root : modulo(-root, p);
}

/** Tonelli and Shanks; p is prime. */
function modularSquareRoot(square: bigint, p: bigint): bigint | undefined {
  if (square === 0n) return 0n;
  if (modularPower(square, (p - 1n) / 2n, p) !== 1n) return undefined;
  if (p % 4n === 3n) return modularPower(square, (p + 1n) / 4n, p);
  let odd = p - 1n;
  let shift = 0;
  for (; (odd & 1n) === 0n; odd >>= 1n) shift++;
  let nonResidue = 2n;
  while (modularPower(nonResidue, (p - 1n) / 2n, p) === 1n) nonResidue++;
  let factor = modularPower(nonResidue, odd, p);
  let root = modularPower(square, (odd + 1n) / 2n, p);
  let rest = modularPower(square, odd, p);
  while (rest !== 1n) {
    let order = 0;
    for (let power = rest; power !== 1n; power = (power * power) % p) order++;
    const step = modularPower(factor, 1n << BigInt(shift - order - 1), p);
    shift = order;
    factor = (step * step) % p;
    rest = (rest * factor) % p;
    root = (root * step) % p;
  }
  return root;
}

/** A private scalar, uniform in [1, n). */
export const randomScalar = (curve: Curve): bigint => randomBelow(curve.n);

export const publicPoint = (curve: Curve, scalar: bigint): Point => curve.Point.BASE.multiply(scalar);

/** The shared x coordinate (SEC 1, section 3.3.1, with cofactor 1 as OpenSSL's default); undefined at infinity. */
export function sharedCoordinate(curve: Curve, scalar: bigint, point: Point): Uint8Array | undefined {
  const shared = point.multiply(scalar);
  return shared.is0() ? undefined : integerToBytes(shared.toAffine().x, curve.fieldLength);
}
