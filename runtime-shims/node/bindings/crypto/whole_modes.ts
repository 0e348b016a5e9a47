/** Modes that take their text in one piece: key wrapping (RFC 3394, RFC 5649) and XTS (NIST SP 800-38E). */
import type { BlockCipher } from './block_cipher.ts';
import type { CipherStream } from './cipher_modes.ts';
import { concatenate } from './der.ts';
import { opensslError } from './openssl_error.ts';

const HALF = 8;
const BLOCK = 16;
const WRAP_ROUNDS = 6;

/** A text that cannot be (un)wrapped; Node makes "unsupported state" of it. */
export class WholeTextError extends Error {}

const whole = (transform: (input: Uint8Array) => Uint8Array): CipherStream => ({
  update: transform,
  final: () => new Uint8Array(0),
});

function xorCounter(block: Uint8Array, counter: number): void {
  for (let i = 0, rest = counter; rest > 0 && i < HALF; i++, rest = Math.floor(rest / 256))
    block[HALF - 1 - i]! ^= rest & 0xff;
}

function wrapWith(cipher: BlockCipher, iv: Uint8Array, text: Uint8Array): Uint8Array {
  const output = concatenate(iv, text);
  const block = new Uint8Array(BLOCK);
  block.set(iv);
  const count = text.length / HALF;
  for (let round = 0, counter = 1; round < WRAP_ROUNDS; round++) {
    for (let i = 1; i <= count; i++, counter++) {
      block.set(output.subarray(HALF * i, HALF * (i + 1)), HALF);
      cipher.encryptBlock(block, 0, block, 0);
      xorCounter(block, counter);
      output.set(block.subarray(HALF), HALF * i);
    }
  }
  output.set(block.subarray(0, HALF));
  return output;
}

/** Answers the integrity check register and the text. */
function unwrapWith(cipher: BlockCipher, input: Uint8Array): [register: Uint8Array, text: Uint8Array] {
  const output = input.slice();
  const block = new Uint8Array(BLOCK);
  block.set(output.subarray(0, HALF));
  const count = input.length / HALF - 1;
  for (let counter = WRAP_ROUNDS * count; counter > 0; ) {
    for (let i = count; i >= 1; i--, counter--) {
      xorCounter(block, counter);
      block.set(output.subarray(HALF * i, HALF * (i + 1)), HALF);
      cipher.decryptBlock(block, 0, block, 0);
      output.set(block.subarray(HALF), HALF * i);
    }
  }
  return [block.subarray(0, HALF), output.subarray(HALF)];
}

export function keyWrap(cipher: BlockCipher, iv: Uint8Array, encrypt: boolean): CipherStream {
  return whole((input) => {
    if (input.length % HALF !== 0 || input.length < (encrypt ? BLOCK : BLOCK + HALF))
      throw new WholeTextError('length');
    if (encrypt) return wrapWith(cipher, iv, input);
    const [register, text] = unwrapWith(cipher, input);
    if (register.some((byte, index) => byte !== iv[index])) throw new WholeTextError('integrity');
    return text;
  });
}

/** `iv`: the first four bytes of the alternative initial value. */
export function keyWrapPadded(cipher: BlockCipher, iv: Uint8Array, encrypt: boolean): CipherStream {
  return whole((input) => {
    if (encrypt) {
      if (!input.length) throw new WholeTextError('length');
      const register = concatenate(iv, new Uint8Array(4));
      new DataView(register.buffer).setUint32(4, input.length);
      const padded = concatenate(input, new Uint8Array((HALF - (input.length % HALF)) % HALF));
      if (padded.length > HALF) return wrapWith(cipher, register, padded);
      const block = concatenate(register, padded);
      cipher.encryptBlock(block, 0, block, 0);
      return block;
    }
    if (input.length % HALF !== 0 || input.length < BLOCK) throw new WholeTextError('length');
    let [register, text] = [new Uint8Array(0), new Uint8Array(0)] as [Uint8Array, Uint8Array];
    if (input.length === BLOCK) {
      const block = input.slice();
      cipher.decryptBlock(block, 0, block, 0);
      [register, text] = [block.subarray(0, HALF), block.subarray(HALF)];
    } else {
      [register, text] = unwrapWith(cipher, input);
    }
    const length = new DataView(register.buffer, register.byteOffset).getUint32(4);
    const isPadded =
      length <= text.length && length > text.length - HALF && text.subarray(length).every((byte) => byte === 0);
    if (!isPadded || register.subarray(0, 4).some((byte, index) => byte !== iv[index]))
      throw new WholeTextError('integrity');
    return text.subarray(0, length);
  });
}

/** The tweak times x in GF(2 ** 128), little-endian. */
function nextTweak(tweak: Uint8Array): void {
  const carry = tweak[BLOCK - 1]! >> 7;
  for (let i = BLOCK - 1; i > 0; i--) tweak[i] = (tweak[i]! << 1) | (tweak[i - 1]! >> 7);
  tweak[0] = (tweak[0]! << 1) ^ (carry ? 0x87 : 0);
}

/** Two keys: for the data and for the tweak. */
export function xts(data: BlockCipher, tweaks: BlockCipher, iv: Uint8Array, encrypt: boolean): CipherStream {
  const crypt = (block: Uint8Array, tweak: Uint8Array): void => {
    for (let i = 0; i < BLOCK; i++) block[i]! ^= tweak[i]!;
    if (encrypt) data.encryptBlock(block, 0, block, 0);
    else data.decryptBlock(block, 0, block, 0);
    for (let i = 0; i < BLOCK; i++) block[i]! ^= tweak[i]!;
  };
  return whole((input) => {
    if (!input.length) return input;
    if (input.length < BLOCK) throw new WholeTextError('length');
    const tweak = new Uint8Array(BLOCK);
    tweaks.encryptBlock(iv, 0, tweak, 0);
    const output = input.slice();
    const rest = input.length % BLOCK;
    const blocks = (input.length - rest) / BLOCK - (rest ? 1 : 0);
    for (let i = 0; i < blocks; i++) {
      crypt(output.subarray(BLOCK * i, BLOCK * (i + 1)), tweak);
      nextTweak(tweak);
    }
    if (rest) stealCiphertext(output, BLOCK * blocks, rest, tweak);
    return output;
  });

  function stealCiphertext(output: Uint8Array, at: number, rest: number, tweak: Uint8Array): void {
    const following = tweak.slice();
    nextTweak(following);
    const last = output.subarray(at, at + BLOCK);
    crypt(last, encrypt ? tweak : following);
    const tail = output.slice(at + BLOCK);
    output.set(last.slice(0, rest), at + BLOCK);
    last.set(tail);
    crypt(last, encrypt ? following : tweak);
  }
}

export function refuseEqualXtsKeys(key: Uint8Array): void {
  const half = key.length / 2;
  for (let i = 0; i < half; i++) if (key[i] !== key[half + i]) return;
  throw opensslError(0x1c800095, 'xts duplicated keys', [[0x1c800095, 'xts duplicated keys']]);
}
