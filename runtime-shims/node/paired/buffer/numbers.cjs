// Reading and writing numbers of all kinds, and their limits.
const bytes = Buffer.alloc(16);
const methods = Object.getOwnPropertyNames(Buffer.prototype)
  .filter((name) => /^write(?:U?Int|Big|Float|Double)/.test(name))
  .sort();
for (const name of methods) {
  const big = name.includes('Big');
  const size = /U?Int[BL]E$/.test(name) ? [3] : [];
  bytes.fill(0);
  try {
    bytes[name](big ? 5n : name.includes('U') ? 200 : -2, 1, ...size);
    console.log(name, bytes.toString('hex'), String(bytes[name.replace('write', 'read')](1, ...size)));
  } catch (error) {
    console.log(name, error.code, error.message);
  }
}
for (const bad of [
  () => bytes.writeUInt8(256),
  () => bytes.writeInt16LE(40000),
  () => bytes.readUInt32BE(14),
  () => bytes.readInt8(1.5),
  () => bytes.readUIntBE(0, 7),
  () => bytes.writeBigUInt64LE(-1n),
  () => bytes.readDoubleLE('0'),
  () => bytes.writeInt32BE('x'),
])
  try {
    console.log(bad());
  } catch (error) {
    console.log(error.code, error.message);
  }
console.log(bytes.writeFloatBE(1 / 3), bytes.readFloatBE(), bytes.writeDoubleLE(Infinity), bytes.readDoubleLE());
