/** SipHash-2-4 (Aumasson and Bernstein), with a tag of 8 or 16 bytes. */

const MASK = (1n << 64n) - 1n;
const rotate = (value: bigint, bits: bigint): bigint => ((value << bits) | (value >> (64n - bits))) & MASK;

function littleEndian(bytes: Uint8Array, at: number): bigint {
  let value = 0n;
  for (let i = 7; i >= 0; i--) value = (value << 8n) | BigInt(bytes[at + i] ?? 0);
  return value;
}

export function siphash(key: Uint8Array, message: Uint8Array, length: number): Uint8Array {
  const [k0, k1] = [littleEndian(key, 0), littleEndian(key, 8)];
  let v0 = k0 ^ 0x736f6d6570736575n;
  let v1 = k1 ^ 0x646f72616e646f6dn ^ (length === 16 ? 0xeen : 0n);
  let v2 = k0 ^ 0x6c7967656e657261n;
  let v3 = k1 ^ 0x7465646279746573n;
  const rounds = (count: number): void => {
    for (let i = 0; i < count; i++) {
      v0 = (v0 + v1) & MASK;
      v1 = rotate(v1, 13n) ^ v0;
      v0 = rotate(v0, 32n);
      v2 = (v2 + v3) & MASK;
      v3 = rotate(v3, 16n) ^ v2;
      v0 = (v0 + v3) & MASK;
      v3 = rotate(v3, 21n) ^ v0;
      v2 = (v2 + v1) & MASK;
      v1 = rotate(v1, 17n) ^ v2;
      v2 = rotate(v2, 32n);
    }
  };
  const whole = message.length - (message.length % 8);
  for (let at = 0; at <= whole; at += 8) {
    let word = littleEndian(message.subarray(at, at + 8), 0);
    if (at === whole) word |= BigInt(message.length & 0xff) << 56n;
    v3 ^= word;
    rounds(2);
    v0 ^= word;
  }
  v2 ^= length === 16 ? 0xeen : 0xffn;
  rounds(4);
  const output = new Uint8Array(length);
  const view = new DataView(output.buffer);
  view.setBigUint64(0, v0 ^ v1 ^ v2 ^ v3, true);
  if (length === 16) {
    v1 ^= 0xddn;
    rounds(4);
    view.setBigUint64(8, v0 ^ v1 ^ v2 ^ v3, true);
  }
  return output;
}
