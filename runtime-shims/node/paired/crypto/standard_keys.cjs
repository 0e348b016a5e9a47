// Signatures, agreements and encapsulation against the vectors that the standards themselves publish.
const crypto = require('node:crypto');
const { bytes, check, counting } = require('./shared/standard.cjs');
const { rsaOaep, rsaJws } = require('./shared/standard_rsa.json');

const base64url = (hex) => bytes(hex).toString('base64url');
const jwk = (fields) => ({ key: fields, format: 'jwk' });
const octetPair = (crv, secret, point) =>
  crypto.createPrivateKey(jwk({ kty: 'OKP', crv, d: base64url(secret), x: base64url(point) }));

for (const [source, crv, secret, point, text, signature] of [
  [
    'RFC 8032 Ed25519, test 1',
    'Ed25519',
    '9d61b19deffd5a60ba844af492ec2cc44449c5697b326919703bac031cae7f60',
    'd75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a',
    '',
    'e5564300c360ac729086e2cc806e828a84877f1eb8e5d974d873e065224901555fb8821590a33bacc61e39701cf9b46bd25bf5f0595bbe24655141438e7a100b',
  ],
  [
    'RFC 8032 Ed25519, test 2',
    'Ed25519',
    '4ccd089b28ff96da9db6c346ec114e0f5b8a319f35aba624da8cf6ed4fb8a6fb',
    '3d4017c3e843895a92b70aa74d1b7ebc9c982ccf2ec4968cc0cd55f12af4660c',
    '72',
    '92a009a9f0d4cab8720e820b5f642540a2b27b5416503f8fb3762223ebdb69da085ac1e43e15996e458f3613d0f11d8c387b2eaeb4302aeeb00d291612bb0c00',
  ],
  [
    'RFC 8032 Ed448, blank',
    'Ed448',
    '6c82a562cb808d10d632be89c8513ebf6c929f34ddfa8c9f63c9960ef6e348a3528c8a3fcc2f044e39a3fc5b94492f8f032e7549a20098f95b',
    '5fd7449b59b461fd2ce787ec616ad46a1da1342485a70e1f8a0ea75d80e96778edf124769b46c7061bd6783df1e50f6cd1fa1abeafe8256180',
    '',
    '533a37f6bbe457251f023c0d88f976ae2dfb504a843e34d2074fd823d41a591f2b233f034f628281f2fd7a22ddd47d7828c59bd0a21bfd3980ff0d2028d4b18a9df63e006c5d1c2d345b925d8dc00b4104852db99ac5c7cdda8530a113a0f4dbb61149f05a7363268c71d95808ff2e652600',
  ],
]) {
  const key = octetPair(crv, secret, point);
  check(source, crypto.sign(null, bytes(text), key), signature);
  check(`${source}: verified`, crypto.verify(null, bytes(text), crypto.createPublicKey(key), bytes(signature)), true);
}

for (const [source, crv, alice, alicePublic, bob, bobPublic, secret] of [
  [
    'RFC 7748 X25519',
    'X25519',
    '77076d0a7318a57d3c16c17251b26645df4c2f87ebc0992ab177fba51db92c2a',
    '8520f0098930a754748b7ddcb43ef75a0dbf3a0d26381af4eba4a98eaa9b4e6a',
    '5dab087e624a8a4b79e17f8b83800ee66f3bb1292618b6fd1c2f8b27ff88e0eb',
    'de9edb7d7b7dc1b4d35b61c2ece435373f8343c85b78674dadfc7e146f882b4f',
    '4a5d9d5ba4ce2de1728e3bf480350f25e07e21c947d19e3376f09b3c1e161742',
  ],
  [
    'RFC 7748 X448',
    'X448',
    '9a8f4925d1519f5775cf46b04b5800d4ee9ee8bae8bc5565d498c28dd9c9baf574a9419744897391006382a6f127ab1d9ac2d8c0a598726b',
    '9b08f7cc31b7e3e67d22d5aea121074a273bd2b83de09c63faa73d2c22c5d9bbc836647241d953d40c5b12da88120d53177f80e532c41fa0',
    '1c306a7ac2a0e2e0990b294470cba339e6453772b075811d8fad0d1d6927c120bb5ee8972b0d3e21374c9c921b09d1b0366f10b65173992d',
    '3eb7a829b0cd20f5bcfc0b599b6feccf6da4627107bdb0d4f345b43027d8b972fc3e34fb4232a13ca706dcb57aec3dae07bdc1c67bf33609',
    '07fff4181ac6cc95ec1c16a94a0f74d12da232ce40a77552281d282bb60c0b56fd2464c335543936521c24403085d59a449a5037514a879d',
  ],
]) {
  const [one, other] = [octetPair(crv, alice, alicePublic), octetPair(crv, bob, bobPublic)];
  const agree = (privateKey, peer) => crypto.diffieHellman({ privateKey, publicKey: crypto.createPublicKey(peer) });
  check(source, agree(one, other), secret);
  check(`${source}: the other side`, agree(other, one), secret);
}

const p256 = {
  kty: 'EC',
  crv: 'P-256',
  x: base64url('60fed4ba255a9d31c961eb74c6356d68c049b8923b61fa6ce669622e60f29fb6'),
  y: base64url('7903fe1008b8bc99a41ae9e95628bc64f2f1b20c2d7e9f5177a3c294d4462299'),
};
const ecdsa = bytes(
  'efd48b2aacb6a8fd1140dd9cd45e81d69d2c877b56aaf991c34d0ea84eaf3716f7cb1c942d657c41d436c7a1b6e29f65f3e900dbb9aff4064dc4ab2f843acda8',
);
const verifier = { ...jwk(p256), dsaEncoding: 'ieee-p1363' };
check('RFC 6979 ECDSA P-256', crypto.verify('sha256', 'sample', verifier, ecdsa), true);
check('RFC 6979 ECDSA P-256, another text', crypto.verify('sha256', 'simple', verifier, ecdsa), false);
const ecdh = crypto.createECDH('prime256v1');
ecdh.setPrivateKey('c88f01f510d9ac3f70a292daa2316de544e9aab8afe84049c62a9c57862d1433', 'hex');
check(
  'RFC 5903 ECDH P-256',
  ecdh.computeSecret(
    '04d12dfb5289c8d4f81208b70270398c342296970a0bccb74c736fc7554494bf6356fbf3ca366cc23e8157854c13c58d6aac23f046ada30f8353e74f33039872ab',
    'hex',
  ),
  'd6840f6b42f6edafd13116e0e12565202fef8e9ece7dce03812464d04b9442de',
);

const jws =
  'eyJhbGciOiJSUzI1NiJ9.eyJpc3MiOiJqb2UiLA0KICJleHAiOjEzMDA4MTkzODAsDQogImh0dHA6Ly9leGFtcGxlLmNvbS9pc19yb290Ijp0cnVlfQ';
check(
  'RFC 7515 RSA PKCS #1 v1.5',
  crypto.sign('sha256', jws, jwk(rsaJws)).toString('base64url'),
  'cC4hiUPoj9Eetdgtv3hF80EGrhuB__dzERat0XF9g2VtQgr9PJbu3XOiZj5RZmh7AAuHIm4Bh-0Qc_lF5YKt_O8W2Fp5jujGbds9uJdbF9CUAr7t1dnZcAcQjbKBYNX4BAynRFdiuB--f_nZLgrnbyTyWzO75vRK5h6xBArLIARNPvkSjtQBMHlb1L07Qe7K0GarZRmB_eSN9383LcOLn6_dO--xi12jzDwusC-eOkHWEsqtFZESc6BfI7noOPqvhJ1phCnvWh6IeYI2w9QOYEUipUTI8np6LbgGY9Fs98rqVt5AXLIhWkWywlVmtVrBp0igcN_IoypGlUPQGe77Rw',
);
check(
  'pkcs-1v2-1 RSA OAEP, example 1.1',
  crypto.privateDecrypt(
    { ...jwk(rsaOaep), padding: crypto.constants.RSA_PKCS1_OAEP_PADDING, oaepHash: 'sha1' },
    bytes(
      '354fe67b4a126d5d35fe36c777791a3f7ba13def484e2d3908aff722fad468fb21696de95d0be911c2d3174f8afcc201035f7b6d8e69402de5451618c21a535fa9d7bfc5b8dd9fc243f8cf927db31322d6e881eaa91a996170e657a05a266426d98c88003f8477c1227094a0d9fa1e8c4024309ce1ecccb5210035d47ac72e8a',
    ),
  ),
  '6628194e12073db03ba94cda9ef9532397d50dba79b987004afefe34',
);
const pss = {
  kty: 'RSA',
  e: 'AQAB',
  n: base64url(
    'a56e4a0e701017589a5187dc7ea841d156f2ec0e36ad52a44dfeb1e61f7ad991d8c51056ffedb162b4c0f283a12a88a394dff526ab7291cbb307ceabfce0b1dfd5cd9508096d5b2b8b6df5d671ef6377c0921cb23c270a70e2598e6ff89d19f105acc2d3f0cb35f29280e1386b6f64c4ef22e1e1f20d0ce8cffb2249bd9a2137',
  ),
};
check(
  'pkcs-1v2-1 RSA PSS, example 1.1',
  crypto.verify(
    'sha1',
    bytes(
      'cdc87da223d786df3b45e0bbbc721326d1ee2af806cc315475cc6f0d9c66e1b62371d45ce2392e1ac92844c310102f156a0d8d52c1f4c40ba3aa65095786cb769757a6563ba958fed0bcc984e8b517a3d5f515b23b8a41e74aa867693f90dfb061a6e86dfaaee64472c00e5f20945729cbebe77f06ce78e08f4098fba41f9d6193c0317e8b60d4b6084acb42d29e3808a3bc372d85e331170fcbf7cc72d0b71c296648b3a4d10f416295d0807aa625cab2744fd9ea8fd223c42537029828bd16be02546f130fd2e33b936d2676e08aed1b73318b750a0167d0',
    ),
    { ...jwk(pss), padding: crypto.constants.RSA_PKCS1_PSS_PADDING, saltLength: 20 },
    bytes(
      '9074308fb598e9701b2294388e52f971faac2b60a5145af185df5287b5ed2887e57ce7fd44dc8634e407c8e0e4360bc226f3ec227f9d9e54638e8d31f5051215df6ebb9c2f9579aa77598a38f914b5b9c1bd83c4e2f9f382a0d0aa3542ffee65984a601bc69eb28deb27dca12c82c2d4c3f66cd500f1ff2b994d8a4e30cbb33c',
    ),
  ),
  true,
);

const dh = crypto.createDiffieHellman(
  'b10b8f96a080e01dde92de5eae5d54ec52c99fbcfb06a3c69a6a9dca52d23b616073e28675a23d189838ef1e2ee652c013ecb4aea906112324975c3cd49b83bfaccbdd7d90c4bd7098488e9c219a73724effd6fae5644738faa31a4ff55bccc0a151af5f0dc8b4bd45bf37df365c1a65e68cfda76d4da708df1fb2bc2e4a4371',
  'hex',
  'a4d1cbd5c3fd34126765a442efb99905f8104dd258ac507fd6406cff14266d31266fea1e5c41564b777e690f5504f213160217b4b01b886a5e91547f9e2749f4d7fbd7d3b9a92ee1909d0d2263f80a76a6a24c087a091f531dbf0a0169b6a28ad662a4d18e73afa32d779d5918d08bc8858f4dcef97c2a24855e6eeb22b3b2e5',
  'hex',
);
dh.setPrivateKey('b9a3b3ae8fefc1a2930496507086f8455d48943e', 'hex');
check(
  'RFC 5114 Diffie-Hellman, public key',
  dh.generateKeys('hex'),
  '2a853b3d92197501b9015b2deb3ed84f5e021dcc3e52f109d3273d2b7521281cbabe0e76ff5727fa8acce26956ba9a1fca26f20228d8693feb10841d84a7360054ece5a7f5b7a61ad3dfb3c60d2e43106d8727da37df9cce95b478755d06bcea8f9d45965f75a5f3d1df3701165fc9e50c4279ceb07f989540ae96d5d88ed776',
);
check(
  'RFC 5114 Diffie-Hellman, secret',
  dh.computeSecret(
    '717a6cb053371ff4a3b932941c1e5663f861a1d6ad34ae66576dfb98f6c6cbf9ddd5a56c7833f6bcfdff095582ad868e440e8d09fd769e3ceccdc3d3b1e4cfa057776caaf9739b6a9fee8e7411f8d6dac09d6a4edb46cc2b5d5203090eae6126311e53fd2c14b574e6a3109a3da1be41bdceaa186f5ce06716a2b6a07b3c33fe',
    'hex',
    'hex',
  ),
  '5c804f454d30d9c4df85271f93528c91df6b48ab5f80b3b59caac1b28f8acba9cd3e39f3cb614525d9521d2e644c53b807b810f340062f257d7d6fbfe8d5e8f072e9b6e9afda9413eafb2e8b0699b1fb5a0caceddeaead7e9cfbb36ae2b420835bd83a19fb0b5e96bf8fa4d09e345525167ecd9155416f46f408ed31b63c6e6d',
);

// The public key that a seed gives, as far as it is written here: of the certificates' example (RFC 9935, appendix C), and
// of NIST's ACVP vectors (ML-DSA keyGen, test case 1).
for (const [source, asymmetricKeyType, seed, beginning] of [
  [
    'FIPS 203 ML-KEM-512',
    'ml-kem-512',
    counting(0, 64),
    '3995815e597d104355cf29aa5333c93251869d5bcdbe487124f602b8b6a66c16c4761648ad765cf5d8006b515e905a7f0ac076b0c62efa328153e7ca5701699f1305f1e6bc6f90b0e49b693512b6ce992a8b8016ddfc1a662c7e3f9619cbd869dd771af30896ccd5918ac6cb77466c5e779996d67ff9aabc97503f2c7b7e2d000d86450fb1807ca4cabda465825a31c789a1b7a491ab3872765d320d0b71920fa213c94093416b83b8124e69f65e62cb5000dcc37aa9a0fff73970c477',
  ],
  [
    'FIPS 204 ML-DSA-44',
    'ml-dsa-44',
    bytes('4be7a01a99a5e5bcfe3c06785d8e4ec664082227d86704e9e44862623a05c8b3'),
    'adb0b33464816091f2a95977c67f085fdc24b37854d4db0a577ae9401e408148d8917d21aa496bb13c60b295cb0a942322a039979828f46a00a4e7deeba2bc065216d97d93fd6bc1cd87dd383f18963ce5cfdd71b51df08086f1415ea512afae38ce16e517142d3ae3edd39496705679466aa9cc3ffa14071dc56244fd1ca4ec',
  ],
]) {
  const key = crypto.createPrivateKey({ key: seed, format: 'raw-seed', asymmetricKeyType });
  const publicKey = crypto.createPublicKey(key).export({ format: 'raw-public' }).toString('hex');
  check(source, publicKey.slice(0, beginning.length), beginning);
}
