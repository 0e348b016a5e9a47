// Natively some algorithms warn that they are experimental, with the number of the process.
process.removeAllListeners('warning');
const { subtle } = crypto;
const hex = (buffer) => Buffer.from(buffer).toString('hex');
const text = Buffer.from('a text that is longer than some blocks of AES are');
const iv = Buffer.alloc(16, 3);
const algorithms = [
  { name: 'AES-CBC', iv },
  { name: 'AES-CTR', counter: iv, length: 64 },
  { name: 'AES-CTR', counter: Buffer.alloc(16, 255), length: 7 },
  { name: 'AES-GCM', iv, additionalData: Buffer.from('more') },
  { name: 'AES-GCM', iv: iv.subarray(0, 12), tagLength: 96 },
  { name: 'AES-OCB', iv: iv.subarray(0, 12) },
  { name: 'ChaCha20-Poly1305', iv: iv.subarray(0, 12) },
];
for (const algorithm of algorithms) {
  const format = /OCB|ChaCha/.test(algorithm.name) ? 'raw-secret' : 'raw';
  const key = await subtle.importKey(format, Buffer.alloc(32, 7), algorithm.name, true, ['encrypt', 'decrypt']);
  const sealed = await subtle.encrypt(algorithm, key, text);
  console.log(algorithm.name, hex(sealed), Buffer.from(await subtle.decrypt(algorithm, key, sealed)).equals(text));
  const broken = Buffer.from(sealed);
  broken[broken.length - 1] ^= 1;
  if (!/CTR|CBC/.test(algorithm.name))
    await subtle.decrypt(algorithm, key, broken).catch((error) => console.log(error.name, error.message));
}
const wrapping = await subtle.importKey('raw', Buffer.alloc(16, 1), 'AES-KW', false, ['wrapKey', 'unwrapKey']);
const key = await subtle.importKey('raw', Buffer.alloc(32, 2), 'AES-GCM', true, ['encrypt']);
const wrapped = await subtle.wrapKey('raw', key, wrapping, 'AES-KW');
const unwrapped = await subtle.unwrapKey('raw', wrapped, wrapping, 'AES-KW', 'AES-GCM', true, ['encrypt']);
console.log(hex(wrapped), hex(await subtle.exportKey('raw', unwrapped)));
