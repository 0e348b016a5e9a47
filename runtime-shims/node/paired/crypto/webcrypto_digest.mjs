// Natively some algorithms warn that they are experimental, with the number of the process.
process.removeAllListeners('warning');
const { subtle } = crypto;
const hex = (buffer) => Buffer.from(buffer).toString('hex');
for (const name of ['SHA-1', 'SHA-256', 'SHA-384', 'SHA-512', 'SHA3-256', 'SHA3-512'])
  console.log(name, hex(await subtle.digest(name, Buffer.from('abc'))));
for (const name of ['cSHAKE128', 'cSHAKE256', 'TurboSHAKE128', 'KT128']) {
  console.log(name, hex(await subtle.digest({ name, outputLength: 256 }, Buffer.from('abc'))));
}
await subtle.digest('MD5', Buffer.from('abc')).catch((error) => console.log(error.name, error.message));
