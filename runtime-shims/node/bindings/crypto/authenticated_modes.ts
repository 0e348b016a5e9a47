/** Modes that authenticate what they encrypt: GCM (NIST SP 800-38D), CCM (800-38C), OCB (RFC 7253), ChaCha20-Poly1305. */

import { poly1305 } from '@noble/ciphers/_poly1305.js';
import { chacha20 } from '@noble/ciphers/chacha.js';
import type { BlockCipher } from './block_cipher.ts';
import { type CipherStream, counterStream, increment } from './cipher_modes.ts';
import { concatenate } from './der.ts';
import { Ghash } from './ghash.ts';

const BLOCK = 16;

export interface AuthenticatedStream extends CipherStream {
  /** Before any update. `plaintextLength` is for CCM, which begins with it. */
  addAdditionalData(data: Uint8Array, plaintextLength?: number): void;
  /** The tag over all that was seen, at its full length; after final(). */
  tag(): Uint8Array;
}

export interface AuthenticatedOptions {
  cipher: BlockCipher;
  iv: Uint8Array;
  encrypt: boolean;
  /** Bytes. */
  tagLength: number;
}

const padding = (length: number): Uint8Array => new Uint8Array((BLOCK - (length % BLOCK)) % BLOCK);

/** Two lengths of 64 bits; in bits and big-endian for GHASH, in bytes and little-endian for Poly1305. */
function lengths(additional: number, data: number, isGcm: boolean): Uint8Array {
  const block = new Uint8Array(BLOCK);
  const view = new DataView(block.buffer);
  view.setBigUint64(0, BigInt(additional) * (isGcm ? 8n : 1n), !isGcm);
  view.setBigUint64(8, BigInt(data) * (isGcm ? 8n : 1n), !isGcm);
  return block;
}

interface UniversalHash {
  update(bytes: Uint8Array): unknown;
  digest(): Uint8Array;
}

/** What GCM and ChaCha20-Poly1305 share: a hash over the padded additional data, the padded ciphertext and the lengths. */
function hashedStream(
  hash: UniversalHash,
  stream: CipherStream,
  encrypt: boolean,
  isGcm: boolean,
  finish: (digest: Uint8Array) => Uint8Array,
): AuthenticatedStream {
  let [additional, total] = [0, 0];
  let hasBegun = false;
  let result: Uint8Array | undefined;
  const begin = () => {
    if (!hasBegun) hash.update(padding(additional));
    hasBegun = true;
  };
  return {
    addAdditionalData(data) {
      hash.update(data);
      additional += data.length;
    },
    update(input) {
      begin();
      const output = stream.update(input);
      hash.update(encrypt ? output : input);
      total += input.length;
      return output;
    },
    final: () => new Uint8Array(0),
    tag() {
      if (result === undefined) {
        begin();
        hash.update(padding(total));
        hash.update(lengths(additional, total, isGcm));
        result = finish(hash.digest());
      }
      return result;
    },
  };
}

export function gcm({ cipher, iv, encrypt }: AuthenticatedOptions): AuthenticatedStream {
  const key = new Uint8Array(BLOCK);
  cipher.encryptBlock(key, 0, key, 0);
  const counter = new Uint8Array(BLOCK);
  const DIRECT_IV = 12;
  if (iv.length === DIRECT_IV) {
    counter.set(iv);
    counter[BLOCK - 1] = 1;
  } else {
    const hash = new Ghash(key);
    hash.update(concatenate(iv, padding(iv.length), lengths(0, iv.length, true)));
    counter.set(hash.digest());
  }
  const mask = new Uint8Array(BLOCK);
  cipher.encryptBlock(counter, 0, mask, 0);
  increment(counter, 4);
  const stream = counterStream(cipher, counter, 4);
  return hashedStream(new Ghash(key), stream, encrypt, true, (digest) =>
    digest.map((byte, index) => byte ^ mask[index]!),
  );
}

const CHACHA_BLOCK = 64;

/** `start`: number of the first block of key stream. */
export function chachaStream(key: Uint8Array, nonce: Uint8Array, start: number): CipherStream {
  let [block, offset] = [start, 0];
  return {
    update(input) {
      // The library takes whole messages from a block's start: the bytes of the block that are used already go first.
      const output = chacha20(key, nonce, concatenate(new Uint8Array(offset), input), undefined, block).subarray(
        offset,
      );
      const end = offset + input.length;
      block += Math.floor(end / CHACHA_BLOCK);
      offset = end % CHACHA_BLOCK;
      return output;
    },
    final: () => new Uint8Array(0),
  };
}

export function chacha20Poly1305(key: Uint8Array, iv: Uint8Array, encrypt: boolean): AuthenticatedStream {
  const nonce = concatenate(new Uint8Array(12 - iv.length), iv);
  const oneTimeKey = chacha20(key, nonce, new Uint8Array(32), undefined, 0);
  const hash = poly1305.create(oneTimeKey) as UniversalHash;
  return hashedStream(hash, chachaStream(key, nonce, 1), encrypt, false, (digest) => digest);
}

/** Takes its whole text at once, for the length comes first. */
export function ccm({ cipher, iv, encrypt, tagLength }: AuthenticatedOptions): AuthenticatedStream {
  const lengthSize = BLOCK - 1 - iv.length;
  let additional: Uint8Array = new Uint8Array(0);
  let result: Uint8Array | undefined;
  const counter = concatenate(Uint8Array.of(lengthSize - 1), iv, new Uint8Array(lengthSize));
  const mask = new Uint8Array(BLOCK);
  cipher.encryptBlock(counter, 0, mask, 0);
  increment(counter, lengthSize);
  const stream = counterStream(cipher, counter, lengthSize);

  function authenticate(text: Uint8Array): Uint8Array {
    const flags = (additional.length ? 0x40 : 0) | (((tagLength - 2) / 2) << 3) | (lengthSize - 1);
    const first = concatenate(Uint8Array.of(flags), iv, new Uint8Array(lengthSize));
    for (let i = 0, rest = text.length; i < lengthSize; i++, rest = Math.floor(rest / 256)) first[BLOCK - 1 - i] = rest;
    const head = additional.length ? concatenate(lengthPrefix(additional.length), additional) : additional;
    const all = concatenate(first, head, padding(head.length), text, padding(text.length));
    const state = new Uint8Array(BLOCK);
    for (let at = 0; at < all.length; at += BLOCK) {
      for (let i = 0; i < BLOCK; i++) state[i]! ^= all[at + i]!;
      cipher.encryptBlock(state, 0, state, 0);
    }
    return state.map((byte, index) => byte ^ mask[index]!);
  }

  return {
    addAdditionalData(data) {
      additional = concatenate(additional, data);
    },
    update(input) {
      const output = stream.update(input);
      result = authenticate(encrypt ? input : output);
      return output;
    },
    final: () => new Uint8Array(0),
    tag: () => (result ??= authenticate(new Uint8Array(0))),
  };
}

/** Section A.2.2 of SP 800-38C. */
function lengthPrefix(length: number): Uint8Array {
  if (length < 0xff00) return Uint8Array.of(length >> 8, length);
  return Uint8Array.of(0xff, 0xfe, length >>> 24, length >>> 16, length >>> 8, length);
}

function doubled(block: Uint8Array): Uint8Array {
  const result = block.map((byte, index) => (byte << 1) | ((block[index + 1] ?? 0) >> 7));
  if (block[0]! & 0x80) result[BLOCK - 1]! ^= 0x87;
  return result;
}

function xorBlock(target: Uint8Array, mask: Uint8Array): void {
  for (let i = 0; i < BLOCK; i++) target[i]! ^= mask[i]!;
}

/** Takes data in whole blocks, and a last one of any length at the end. */
export function ocb({ cipher, iv, encrypt, tagLength }: AuthenticatedOptions): AuthenticatedStream {
  const star = new Uint8Array(BLOCK);
  cipher.encryptBlock(star, 0, star, 0);
  const dollar = doubled(star);
  const table: Uint8Array[] = [doubled(dollar)];
  /** L_i for the block of this number, counted from 1: by its trailing zeros. */
  const offsetFor = (block: number): Uint8Array => {
    const zeros = 31 - Math.clz32(block & -block);
    while (table.length <= zeros) table.push(doubled(table.at(-1)!));
    return table[zeros]!;
  };

  const offset = initialOffset(cipher, iv, tagLength);
  const checksum = new Uint8Array(BLOCK);
  let additional: Uint8Array = new Uint8Array(0);
  let pending = new Uint8Array(0);
  let blocks = 0;

  function hashAdditional(): Uint8Array {
    const sum = new Uint8Array(BLOCK);
    const place = new Uint8Array(BLOCK);
    for (let at = 0, number = 1; at < additional.length; at += BLOCK, number++) {
      const block = new Uint8Array(BLOCK);
      const part = additional.subarray(at, at + BLOCK);
      block.set(part);
      if (part.length < BLOCK) block[part.length] = 0x80;
      xorBlock(place, part.length < BLOCK ? star : offsetFor(number));
      xorBlock(block, place);
      cipher.encryptBlock(block, 0, block, 0);
      xorBlock(sum, block);
    }
    return sum;
  }

  function wholeBlock(block: Uint8Array): void {
    xorBlock(offset, offsetFor(++blocks));
    if (encrypt) xorBlock(checksum, block);
    xorBlock(block, offset);
    if (encrypt) cipher.encryptBlock(block, 0, block, 0);
    else cipher.decryptBlock(block, 0, block, 0);
    xorBlock(block, offset);
    if (!encrypt) xorBlock(checksum, block);
  }

  return {
    addAdditionalData(data) {
      additional = concatenate(additional, data);
    },
    update(input) {
      const data = concatenate(pending, input);
      const length = data.length - (data.length % BLOCK);
      pending = data.slice(length);
      for (let at = 0; at < length; at += BLOCK) wholeBlock(data.subarray(at, at + BLOCK));
      return data.subarray(0, length);
    },
    final() {
      if (!pending.length) return pending;
      xorBlock(offset, star);
      const mask = new Uint8Array(BLOCK);
      cipher.encryptBlock(offset, 0, mask, 0);
      const output = pending.map((byte, index) => byte ^ mask[index]!);
      const last = new Uint8Array(BLOCK);
      last.set(encrypt ? pending : output);
      last[pending.length] = 0x80;
      xorBlock(checksum, last);
      return output;
    },
    tag() {
      const block = checksum.slice();
      xorBlock(block, offset);
      xorBlock(block, dollar);
      cipher.encryptBlock(block, 0, block, 0);
      xorBlock(block, hashAdditional());
      return block;
    },
  };
}

/** Offset_0 (RFC 7253, section 4.2). */
function initialOffset(cipher: BlockCipher, iv: Uint8Array, tagLength: number): Uint8Array {
  const nonce = new Uint8Array(BLOCK);
  nonce.set(iv, BLOCK - iv.length);
  nonce[0]! |= ((8 * tagLength) % 128) << 1;
  nonce[BLOCK - 1 - iv.length]! |= 1;
  const bottom = nonce[BLOCK - 1]! & 0x3f;
  nonce[BLOCK - 1]! &= 0xc0;
  cipher.encryptBlock(nonce, 0, nonce, 0);
  const stretch = concatenate(
    nonce,
    nonce.subarray(0, 8).map((byte, index) => byte ^ nonce[index + 1]!),
  );
  const [bytes, bits] = [bottom >> 3, bottom & 7];
  return Uint8Array.from(
    { length: BLOCK },
    (_, index) => (stretch[bytes + index]! << bits) | ((stretch[bytes + index + 1] ?? 0) >> (8 - bits)),
  );
}
