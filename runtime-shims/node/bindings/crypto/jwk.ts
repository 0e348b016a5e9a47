/** JSON Web Keys (RFC 7517, 7518, 8037; draft-ietf-cose-dilithium for AKP). */
import { decodeBytes, Encoding, encodeString } from '../../bytes/encodings.ts';
import { nativeError } from '../../native_error.ts';
import type { AsymmetricKey, EcKey, OctetKey, OctetKeyType, RsaKey } from './asymmetric_key.ts';
import { bytesToInteger, integerToBytes } from './big_integer.ts';
import { findCurve, PointForm, pointOf, publicPoint } from './elliptic_curve.ts';
import { isCfrgKeyType } from './object_identifiers.ts';
import { octetAlgorithm, octetKeyOfSeed, octetPrivateKey, octetPublicKey, postQuantumNames } from './octet_keys.ts';

export type JsonWebKey = Record<string, unknown>;

export const toBase64Url = (bytes: Uint8Array): string =>
  decodeBytes(bytes, 0, bytes.length, Encoding.BASE64URL) as string;
const fromBase64Url = (text: string): Uint8Array => encodeString(text, Encoding.BASE64URL);
const integerText = (value: bigint, length?: number): string => toBase64Url(integerToBytes(value, length));

const invalid = (message: string): Error => nativeError(TypeError, 'ERR_CRYPTO_INVALID_JWK', message);

/** Curves by the names of JWK and of OpenSSL. */
const curveNames: Readonly<Record<string, string>> = {
  'P-256': 'prime256v1',
  secp256k1: 'secp256k1',
  'P-384': 'secp384r1',
  'P-521': 'secp521r1',
};

/** Fills `target`, as Node's natives do, in their order. */
export function writeJwk(key: AsymmetricKey, target: JsonWebKey): JsonWebKey {
  switch (key.type) {
    case 'rsa':
      return Object.assign(target, rsaJwk(key));
    case 'ec':
      return Object.assign(target, ecJwk(key));
    case 'rsa-pss':
    case 'dsa':
    case 'dh':
      throw nativeError(Error, 'ERR_CRYPTO_JWK_UNSUPPORTED_KEY_TYPE', 'Unsupported JWK Key Type.');
    default:
      return Object.assign(target, octetJwk(key));
  }
}

function rsaJwk({ n, e, private: part }: RsaKey): JsonWebKey {
  const jwk: JsonWebKey = { kty: 'RSA', n: integerText(n), e: integerText(e) };
  if (part) for (const name of ['d', 'p', 'q', 'dp', 'dq', 'qi'] as const) jwk[name] = integerText(part[name]);
  return jwk;
}

function ecJwk({ curve, point, private: scalar }: EcKey): JsonWebKey {
  const crv = Object.keys(curveNames).find((name) => curveNames[name] === curve.name);
  if (crv === undefined) {
    throw nativeError(Error, 'ERR_CRYPTO_JWK_UNSUPPORTED_CURVE', `Unsupported JWK EC curve: ${curve.name}.`);
  }
  const { x, y } = point.toAffine();
  return {
    kty: 'EC',
    x: integerText(x, curve.fieldLength),
    y: integerText(y, curve.fieldLength),
    crv,
    ...(scalar === undefined ? {} : { d: integerText(scalar, curve.scalarLength) }),
  };
}

function octetJwk(key: OctetKey): JsonWebKey {
  const name = octetAlgorithm(key.type)!.name;
  if (isCfrgKeyType(key.type)) {
    const x = toBase64Url(key.public);
    return { kty: 'OKP', crv: name, x, ...(key.private ? { d: toBase64Url(key.private) } : {}) };
  }
  const secret = octetAlgorithm(key.type)!.expand ? key.seed : key.private;
  if (key.private && !secret) {
    throw nativeError(Error, 'ERR_CRYPTO_OPERATION_FAILED', 'key does not have an available seed');
  }
  return { kty: 'AKP', alg: name, pub: toBase64Url(key.public), ...(secret ? { priv: toBase64Url(secret) } : {}) };
}

const isText = (value: unknown): value is string => typeof value === 'string';

/** `wantsPrivate`: a key without its private part is refused. */
export function readJwk(jwk: JsonWebKey, wantsPrivate: boolean, namedCurve?: string): AsymmetricKey {
  switch (jwk['kty']) {
    case 'RSA':
      return readRsa(jwk);
    case 'EC':
      return readEc(jwk, wantsPrivate, namedCurve);
    case 'OKP':
      return readOctetPair(jwk, wantsPrivate);
    case 'AKP':
      return readAlgorithmPair(jwk, wantsPrivate);
    default:
      throw invalid(`${String(jwk['kty'])} is not a supported JWK key type`);
  }
}

function readRsa(jwk: JsonWebKey): RsaKey {
  const failure = () => invalid('Invalid JWK RSA key');
  const { n, e, d } = jwk;
  if (!isText(n) || !isText(e) || (d !== undefined && !isText(d))) throw failure();
  const number = (text: string) => bytesToInteger(fromBase64Url(text));
  const key: RsaKey = { type: 'rsa', n: number(n), e: number(e) };
  if (d === undefined) return key;
  const values = ['p', 'q', 'dp', 'dq', 'qi'].map((name) => {
    const value = jwk[name];
    if (!isText(value)) throw failure();
    return number(value);
  });
  const [p, q, dp, dq, qi] = values as [bigint, bigint, bigint, bigint, bigint];
  return { ...key, private: { d: number(d), p, q, dp, dq, qi } };
}

function readEc(jwk: JsonWebKey, wantsPrivate: boolean, namedCurve?: string): EcKey {
  const failure = () => invalid('Invalid JWK EC key');
  const { crv, x, y, d } = jwk;
  const name = namedCurve ?? crv;
  const curve = isText(name) ? findCurve(curveNames[name] ?? name) : undefined;
  if (!curve) throw nativeError(TypeError, 'ERR_CRYPTO_INVALID_CURVE', 'Invalid EC curve name');
  if (!isText(x) || !isText(y) || (d !== undefined && !isText(d)) || (wantsPrivate && d === undefined)) throw failure();
  const point = pointOf(curve, bytesToInteger(fromBase64Url(x)), bytesToInteger(fromBase64Url(y)));
  if (!point) throw failure();
  const key: EcKey = { type: 'ec', curve, point, form: PointForm.UNCOMPRESSED };
  if (d === undefined) return key;
  const scalar = bytesToInteger(fromBase64Url(d));
  if (scalar === 0n || scalar >= curve.n || !publicPoint(curve, scalar).equals(point)) throw failure();
  return { ...key, private: scalar };
}

function readOctetPair(jwk: JsonWebKey, wantsPrivate: boolean): OctetKey {
  const failure = () => invalid('Invalid JWK OKP key');
  const { crv, x, d } = jwk;
  const type = isText(crv) ? crv.toLowerCase() : '';
  if (!isCfrgKeyType(type) || octetAlgorithm(type)?.name !== crv || !isText(x)) throw failure();
  if ((wantsPrivate && d === undefined) || (d !== undefined && !isText(d))) throw failure();
  const key =
    d === undefined
      ? octetPublicKey(type as OctetKeyType, fromBase64Url(x))
      : octetPrivateKey(type as OctetKeyType, fromBase64Url(d));
  if (!key || (d !== undefined && toBase64Url(key.public) !== x.replace(/=+$/, ''))) throw failure();
  return key;
}

function readAlgorithmPair(jwk: JsonWebKey, wantsPrivate: boolean): OctetKey {
  const { alg, pub, priv } = jwk;
  if (!isText(alg) || !postQuantumNames.includes(alg)) throw invalid(`Unsupported JWK AKP "alg"`);
  const failure = () => invalid('Invalid JWK AKP key');
  if (!isText(pub) || (wantsPrivate ? !isText(priv) : priv !== undefined && !isText(priv))) throw failure();
  const type = alg.toLowerCase() as OctetKeyType;
  if (!isText(priv)) {
    const key = octetPublicKey(type, fromBase64Url(pub));
    if (!key) throw failure();
    return key;
  }
  const secret = fromBase64Url(priv);
  const key = octetAlgorithm(type)?.expand ? octetKeyOfSeed(type, secret) : octetPrivateKey(type, secret);
  if (!key || toBase64Url(key.public) !== pub.replace(/=+$/, '')) throw failure();
  return key;
}
