/** Keys as DER: SubjectPublicKeyInfo (RFC 5280), PKCS #8 (RFC 5958), PKCS #1 (RFC 8017), SEC 1 (RFC 5915). */
import type { AsymmetricKey, EcKey, OctetKeyType, RsaKey } from './asymmetric_key.ts';
import { bytesToInteger, integerToBytes, modularPower } from './big_integer.ts';
import {
  bitString,
  contextTag,
  type DerElement,
  encode,
  integer,
  nullValue,
  objectIdentifier,
  octetString,
  readDer,
  sequence,
  Tag,
} from './der.ts';
import { type Curve, decodePoint, encodePoint, PointForm, publicPoint } from './elliptic_curve.ts';
import { readCurve, readPssParameters, writeCurve, writePssParameters } from './key_algorithms.ts';
import { Identifier, isCfrgKeyType, nameOfIdentifier, octetKeyIdentifiers } from './object_identifiers.ts';
import { octetAlgorithm, octetKeyOfSeed, octetPrivateKey, octetPublicKey } from './octet_keys.ts';
import { failures } from './openssl_error.ts';

/** AlgorithmIdentifier. */
function writeAlgorithm(key: AsymmetricKey): Uint8Array {
  switch (key.type) {
    case 'rsa':
      return sequence(objectIdentifier(Identifier.RSA), nullValue());
    case 'rsa-pss':
      return sequence(objectIdentifier(Identifier.RSA_PSS), ...(key.pss ? [writePssParameters(key.pss)] : []));
    case 'ec':
      return sequence(objectIdentifier(Identifier.EC), writeCurve(key.curve, key.explicit ?? false));
    case 'dsa':
      return sequence(objectIdentifier(Identifier.DSA), sequence(integer(key.p), integer(key.q), integer(key.g)));
    case 'dh':
      return key.q === undefined
        ? sequence(objectIdentifier(Identifier.DH), sequence(integer(key.p), integer(key.g)))
        : sequence(objectIdentifier(Identifier.DHX), sequence(integer(key.p), integer(key.g), integer(key.q)));
    default:
      return sequence(objectIdentifier(octetKeyIdentifiers[key.type]!));
  }
}

export function writeSpki(key: AsymmetricKey): Uint8Array {
  return sequence(writeAlgorithm(key), bitString(publicBits(key)));
}

/** What the BIT STRING of a SubjectPublicKeyInfo holds. */
function publicBits(key: AsymmetricKey): Uint8Array {
  switch (key.type) {
    case 'rsa':
    case 'rsa-pss':
      return writePkcs1Public(key);
    case 'ec':
      return encodePoint(key.curve, key.point, key.form);
    case 'dsa':
    case 'dh':
      return integer(key.y);
    default:
      return key.public;
  }
}

export const writePkcs1Public = ({ n, e }: RsaKey): Uint8Array => sequence(integer(n), integer(e));

export function writePkcs1Private({ n, e, private: part }: RsaKey): Uint8Array {
  const { d, p, q, dp, dq, qi } = part!;
  return sequence(integer(0), ...[n, e, d, p, q, dp, dq, qi].map(integer));
}

export function writeSec1(key: EcKey, withCurve = true): Uint8Array {
  return sequence(
    integer(1),
    octetString(integerToBytes(key.private!, key.curve.scalarLength)),
    ...(withCurve ? [encode(contextTag(0), writeCurve(key.curve, key.explicit ?? false))] : []),
    encode(contextTag(1), bitString(encodePoint(key.curve, key.point, key.form))),
  );
}

export function writePkcs8(key: AsymmetricKey): Uint8Array {
  return sequence(integer(0), writeAlgorithm(key), octetString(privateOctets(key)));
}

function privateOctets(key: AsymmetricKey): Uint8Array {
  switch (key.type) {
    case 'rsa':
    case 'rsa-pss':
      return writePkcs1Private(key);
    case 'ec':
      return writeSec1(key, false);
    case 'dsa':
    case 'dh':
      return integer(key.private!);
    default:
      if (key.seed) return encode(contextTag(0, false), key.seed);
      // SLH-DSA's is bare (RFC 9909); the CFRG curves' and expanded ones are in an OCTET STRING of their own.
      return key.type.startsWith('slh-dsa') ? key.private! : octetString(key.private!);
  }
}

export function readPkcs1Public(bytes: Uint8Array): RsaKey {
  const key = readDer(bytes).expect(Tag.SEQUENCE);
  return { type: 'rsa', n: key.child(0).integer, e: key.child(1).integer };
}

export function readPkcs1Private(bytes: Uint8Array): RsaKey {
  const key = readDer(bytes).expect(Tag.SEQUENCE);
  const [n, e, d, p, q, dp, dq, qi] = [1, 2, 3, 4, 5, 6, 7, 8].map((index) => key.child(index).integer) as [
    bigint,
    bigint,
    bigint,
    bigint,
    bigint,
    bigint,
    bigint,
    bigint,
  ];
  return { type: 'rsa', n, e, private: { d, p, q, dp, dq, qi } };
}

export function readSec1(bytes: Uint8Array, outer?: { curve: Curve; explicit: boolean }): EcKey {
  const key = readDer(bytes).expect(Tag.SEQUENCE);
  const parameters = key.find(contextTag(0));
  const domain = outer ?? (parameters && readCurve(parameters.child(0)));
  if (!domain) throw failures.unsupported();
  const scalar = bytesToInteger(key.child(1).octets);
  if (scalar === 0n || scalar >= domain.curve.n) throw failures.unsupported();
  const given = key.find(contextTag(1));
  const decoded = given && decodePoint(domain.curve, given.child(0).bits);
  return {
    type: 'ec',
    ...domain,
    point: decoded?.point ?? publicPoint(domain.curve, scalar),
    form: decoded?.form ?? PointForm.UNCOMPRESSED,
    private: scalar,
  };
}

/** Algorithms whose names are only in the AlgorithmIdentifier. */
function octetType(identifier: string): OctetKeyType {
  const type = nameOfIdentifier(octetKeyIdentifiers, identifier);
  if (type === undefined) throw failures.unsupported();
  return type as OctetKeyType;
}

const required = <Key>(key: Key | undefined): Key => {
  if (key === undefined) throw failures.unsupported();
  return key;
};

export function readSpki(bytes: Uint8Array): AsymmetricKey {
  const info = readDer(bytes).expect(Tag.SEQUENCE);
  const algorithm = info.child(0, Tag.SEQUENCE);
  const bits = info.child(1).bits;
  const identifier = algorithm.child(0).objectIdentifier;
  const parameters = algorithm.children[1];
  switch (identifier) {
    case Identifier.RSA:
      return readPkcs1Public(bits);
    case Identifier.RSA_PSS:
      return { ...readPkcs1Public(bits), type: 'rsa-pss', ...pssOf(parameters) };
    case Identifier.EC: {
      const domain = readCurve(required(parameters));
      return { type: 'ec', ...domain, ...required(decodePoint(domain.curve, bits)) };
    }
    case Identifier.DSA:
      return { type: 'dsa', ...dsaOf(required(parameters)), y: readDer(bits).integer };
    case Identifier.DH:
    case Identifier.DHX:
      return { type: 'dh', ...dhOf(required(parameters), identifier), y: readDer(bits).integer };
    default:
      return required(octetPublicKey(octetType(identifier), bits));
  }
}

const pssOf = (parameters: DerElement | undefined) =>
  parameters?.tag === Tag.SEQUENCE ? { pss: readPssParameters(parameters) } : {};

const dsaOf = (parameters: DerElement) => ({
  p: parameters.child(0).integer,
  q: parameters.child(1).integer,
  g: parameters.child(2).integer,
});

const dhOf = (parameters: DerElement, identifier: string) => ({
  p: parameters.child(0).integer,
  g: parameters.child(1).integer,
  ...(identifier === Identifier.DHX ? { q: parameters.child(2).integer } : {}),
});

export function readPkcs8(bytes: Uint8Array): AsymmetricKey {
  const info = readDer(bytes).expect(Tag.SEQUENCE);
  info.child(0, Tag.INTEGER);
  const algorithm = info.child(1, Tag.SEQUENCE);
  const octets = info.child(2).octets;
  const identifier = algorithm.child(0).objectIdentifier;
  const parameters = algorithm.children[1];
  switch (identifier) {
    case Identifier.RSA:
      return readPkcs1Private(octets);
    case Identifier.RSA_PSS:
      return { ...readPkcs1Private(octets), type: 'rsa-pss', ...pssOf(parameters) };
    case Identifier.EC:
      return readSec1(octets, readCurve(required(parameters)));
    case Identifier.DSA: {
      const domain = dsaOf(required(parameters));
      const x = readDer(octets).integer;
      return { type: 'dsa', ...domain, y: modularPower(domain.g, x, domain.p), private: x };
    }
    case Identifier.DH:
    case Identifier.DHX: {
      const domain = dhOf(required(parameters), identifier);
      const x = readDer(octets).integer;
      return { type: 'dh', ...domain, y: modularPower(domain.g, x, domain.p), private: x };
    }
    default:
      return readOctetKey(octetType(identifier), octets);
  }
}

/** The seed, the expanded key, or both (RFC 9881, 9935). */
function readOctetKey(type: OctetKeyType, octets: Uint8Array): AsymmetricKey {
  if (type.startsWith('slh-dsa')) return required(octetPrivateKey(type, octets));
  const element = readDer(octets);
  if (isCfrgKeyType(type) || element.tag === Tag.OCTET_STRING) return required(octetPrivateKey(type, element.octets));
  if (!octetAlgorithm(type)?.expand) throw failures.unsupported();
  const seed = element.tag === Tag.SEQUENCE ? element.child(0).octets : element.expect(contextTag(0, false)).content;
  const key = required(octetKeyOfSeed(type, seed));
  const expanded = element.tag === Tag.SEQUENCE ? element.child(1).octets : undefined;
  if (expanded?.some((byte, index) => byte !== key.private?.[index])) throw failures.unsupported();
  return key;
}
