/** AlgorithmIdentifiers of keys: curves (RFC 5480, SEC 1) and the parameters of RSASSA-PSS (RFC 4055). */
import type { PssParameters } from './asymmetric_key.ts';
import { bitLength, bytesToInteger, integerToBytes } from './big_integer.ts';
import {
  bitString,
  contextTag,
  type DerElement,
  encode,
  integer,
  nullValue,
  objectIdentifier,
  octetString,
  sequence,
  Tag,
} from './der.ts';
import {
  type Curve,
  createCurve,
  curveOfDomain,
  curveOfIdentifier,
  decodeCoordinates,
  encodePoint,
  PointForm,
} from './elliptic_curve.ts';
import { digestIdentifiers, Identifier, nameOfIdentifier } from './object_identifiers.ts';
import { failures, opensslError } from './openssl_error.ts';

const DEFAULT_PSS = { hash: 'sha1', saltLength: 20 } as const;

export function writePssParameters({ hash, mgf1Hash, saltLength }: PssParameters): Uint8Array {
  const algorithm = (name: string) => sequence(objectIdentifier(digestIdentifiers[name]!), nullValue());
  const parts: Uint8Array[] = [];
  if (hash !== DEFAULT_PSS.hash) parts.push(encode(contextTag(0), algorithm(hash)));
  if (mgf1Hash !== DEFAULT_PSS.hash) {
    parts.push(encode(contextTag(1), sequence(objectIdentifier(Identifier.MGF1), algorithm(mgf1Hash))));
  }
  if (saltLength !== DEFAULT_PSS.saltLength) parts.push(encode(contextTag(2), integer(saltLength)));
  return sequence(...parts);
}

export function readPssParameters(parameters: DerElement): PssParameters {
  const digestOf = (algorithm: DerElement): string => {
    const name = nameOfIdentifier(digestIdentifiers, algorithm.child(0).objectIdentifier);
    if (name === undefined) throw failures.unsupported();
    return name;
  };
  const hash = parameters.find(contextTag(0));
  const mask = parameters.find(contextTag(1));
  const salt = parameters.find(contextTag(2));
  return {
    hash: hash ? digestOf(hash.child(0)) : DEFAULT_PSS.hash,
    mgf1Hash: mask ? digestOf(mask.child(0).child(1)) : DEFAULT_PSS.hash,
    saltLength: salt ? salt.child(0).number : DEFAULT_PSS.saltLength,
  };
}

/** ECParameters: the name, or all numbers of the curve. */
export function writeCurve(curve: Curve, explicit: boolean): Uint8Array {
  if (!explicit) {
    if (!curve.objectIdentifier) throw opensslError(0x1c8000d1, 'missing OID');
    return objectIdentifier(curve.objectIdentifier);
  }
  const field = (value: bigint) => octetString(integerToBytes(value, curve.fieldLength));
  const seed = curve.seed.length ? [bitString(curve.seed)] : [];
  const generator = curve.Point.BASE;
  return sequence(
    integer(1),
    sequence(objectIdentifier(Identifier.PRIME_FIELD), integer(curve.p)),
    sequence(field(curve.a), field(curve.b), ...seed),
    octetString(encodePoint(curve, generator, PointForm.UNCOMPRESSED)),
    integer(curve.n),
    integer(curve.cofactor),
  );
}

export function readCurve(parameters: DerElement): { curve: Curve; explicit: boolean } {
  if (parameters.tag === Tag.OBJECT_IDENTIFIER) {
    const curve = curveOfIdentifier(parameters.objectIdentifier);
    if (!curve) throw opensslError(0x08000081, 'unknown group');
    return { curve, explicit: false };
  }
  const [, field, coefficients, base, order, cofactor] = parameters.expect(Tag.SEQUENCE).children;
  if (!field || !coefficients || !base || !order) throw failures.unsupported();
  if (field.child(0).objectIdentifier !== Identifier.PRIME_FIELD) throw failures.unsupported();
  const domain = {
    name: '',
    objectIdentifier: '',
    p: field.child(1).integer,
    a: bytesToInteger(coefficients.child(0).octets),
    b: bytesToInteger(coefficients.child(1).octets),
    n: order.integer,
    cofactor: cofactor?.integer ?? 1n,
    seed: coefficients.children[2]?.bits ?? new Uint8Array(0),
    gx: 0n,
    gy: 0n,
  };
  const fieldLength = Math.ceil(bitLength(domain.p) / 8);
  const generator = decodeCoordinates({ ...domain, fieldLength }, base.octets);
  if (!generator) throw failures.unsupported();
  const whole = { ...domain, gx: generator.x, gy: generator.y };
  return { curve: curveOfDomain(whole) ?? createCurve(whole), explicit: true };
}
