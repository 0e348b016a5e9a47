// What a native node has written is read, in every format.
const zlib = require('node:zlib');

const text = 'hello hello hello hello, world';
const written = {
  gunzip: '1f8b0800000000000003cb48cdc9c957c840277514caf38b725200f71a90dd1e000000',
  inflate: '789ccb48cdc9c957c840277514caf38b725200ad6f0b25',
  brotliDecompress: '1b1d00e88dd44ef9c3505465680dc2c2f6a62691a70e58ba1a24',
  zstdDecompress: '28b52ffd201e9d00006868656c6c6f202c20776f726c640100994b11',
};
for (const [name, hex] of Object.entries(written)) {
  try {
    const read = zlib[`${name}Sync`](Buffer.from(hex, 'hex')).toString();
    console.log(name, read === text, JSON.stringify(read));
  } catch (error) {
    console.log(name, error.code, error.errno, error.message);
  }
}
