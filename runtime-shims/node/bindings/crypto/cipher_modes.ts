/** Modes of operation without authentication (NIST SP 800-38A), taking data in pieces of any length. */
import type { BlockCipher } from './block_cipher.ts';
import { concatenate } from './der.ts';
import { failures } from './openssl_error.ts';

/** A cipher at work. */
export interface CipherStream {
  update(input: Uint8Array): Uint8Array;
  /** What is still to come out; throws OpenSSL's error of a wrong end. */
  final(): Uint8Array;
  /** Only block modes know padding. */
  setAutoPadding?(padding: boolean): void;
}

export type ModeFactory = (cipher: BlockCipher, iv: Uint8Array, encrypt: boolean) => CipherStream;

/** Whole blocks go through `transform`; PKCS #7 pads the last one. */
class BlockStream implements CipherStream {
  readonly #size: number;
  readonly #encrypt: boolean;
  readonly #transform: (block: Uint8Array, at: number) => void;
  #pending = new Uint8Array(0);
  #padding = true;

  constructor(size: number, encrypt: boolean, transform: (block: Uint8Array, at: number) => void) {
    this.#size = size;
    this.#encrypt = encrypt;
    this.#transform = transform;
  }

  setAutoPadding(padding: boolean): void {
    this.#padding = padding;
  }

  update(input: Uint8Array): Uint8Array {
    const data = concatenate(this.#pending, input);
    let length = data.length - (data.length % this.#size);
    // The last block of a padded text is known only at the end.
    if (!this.#encrypt && this.#padding && length === data.length && length > 0) length -= this.#size;
    this.#pending = data.slice(length);
    const output = data.subarray(0, length);
    for (let at = 0; at < length; at += this.#size) this.#transform(output, at);
    return output;
  }

  final(): Uint8Array {
    const size = this.#size;
    const pending = this.#pending;
    if (!this.#padding) {
      if (pending.length) throw failures.wrongFinalBlockLength();
      return new Uint8Array(0);
    }
    if (this.#encrypt) {
      const block = new Uint8Array(size).fill(size - pending.length);
      block.set(pending);
      this.#transform(block, 0);
      return block;
    }
    if (pending.length !== size) throw failures.wrongFinalBlockLength();
    this.#transform(pending, 0);
    const count = pending[size - 1]!;
    const isPadded = count > 0 && count <= size && pending.subarray(size - count).every((byte) => byte === count);
    if (!isPadded) throw failures.badDecrypt();
    return pending.subarray(0, size - count);
  }
}

export const ecb: ModeFactory = (cipher, _iv, encrypt) =>
  new BlockStream(cipher.blockSize, encrypt, (block, at) =>
    encrypt ? cipher.encryptBlock(block, at, block, at) : cipher.decryptBlock(block, at, block, at),
  );

export const cbc: ModeFactory = (cipher, iv, encrypt) => {
  const size = cipher.blockSize;
  const chain = iv.slice();
  const previous = new Uint8Array(size);
  return new BlockStream(size, encrypt, (block, at) => {
    if (encrypt) {
      for (let i = 0; i < size; i++) block[at + i]! ^= chain[i]!;
      cipher.encryptBlock(block, at, block, at);
      for (let i = 0; i < size; i++) chain[i] = block[at + i]!;
      return;
    }
    for (let i = 0; i < size; i++) previous[i] = block[at + i]!;
    cipher.decryptBlock(block, at, block, at);
    for (let i = 0; i < size; i++) {
      block[at + i]! ^= chain[i]!;
      chain[i] = previous[i]!;
    }
  });
};

/** Bytes XORed with a key stream: the same both ways. */
function keyStream(size: number, nextBlock: (block: Uint8Array) => void): CipherStream {
  const block = new Uint8Array(size);
  let used = size;
  return {
    update(input) {
      const output = new Uint8Array(input.length);
      let at = 0;
      while (at < input.length) {
        if (used === size) {
          nextBlock(block);
          used = 0;
        }
        const end = Math.min(at + size - used, input.length);
        while (at < end) output[at] = input[at++]! ^ block[used++]!;
      }
      return output;
    },
    final: () => new Uint8Array(0),
  };
}

/** Adds one to a big-endian counter in the last `width` bytes. */
export function increment(counter: Uint8Array, width = counter.length): void {
  for (let i = counter.length - 1; i >= counter.length - width; i--) {
    counter[i] = counter[i]! + 1;
    if (counter[i] !== 0) return;
  }
}

/** `width`: bytes at the end of the counter block that count. */
export function counterStream(cipher: BlockCipher, iv: Uint8Array, width = iv.length): CipherStream {
  const counter = iv.slice();
  return keyStream(cipher.blockSize, (block) => {
    cipher.encryptBlock(counter, 0, block, 0);
    increment(counter, width);
  });
}

export const ctr: ModeFactory = (cipher, iv) => counterStream(cipher, iv);

export const ofb: ModeFactory = (cipher, iv) => {
  const state = iv.slice();
  return keyStream(cipher.blockSize, (block) => {
    cipher.encryptBlock(state, 0, state, 0);
    block.set(state);
  });
};

export const cfb: ModeFactory = (cipher, iv, encrypt) => {
  const size = cipher.blockSize;
  const state = iv.slice();
  const mask = new Uint8Array(size);
  let used = size;
  return {
    update(input) {
      const output = new Uint8Array(input.length);
      for (let i = 0; i < input.length; i++) {
        if (used === size) {
          cipher.encryptBlock(state, 0, mask, 0);
          used = 0;
        }
        output[i] = input[i]! ^ mask[used]!;
        state[used++] = encrypt ? output[i]! : input[i]!;
      }
      return output;
    },
    final: () => new Uint8Array(0),
  };
};

/** One whole byte is fed back at a time. */
export const cfb8: ModeFactory = (cipher, iv, encrypt) => {
  const size = cipher.blockSize;
  const state = iv.slice();
  const mask = new Uint8Array(size);
  return {
    update(input) {
      const output = new Uint8Array(input.length);
      for (let i = 0; i < input.length; i++) {
        cipher.encryptBlock(state, 0, mask, 0);
        output[i] = input[i]! ^ mask[0]!;
        state.copyWithin(0, 1);
        state[size - 1] = encrypt ? output[i]! : input[i]!;
      }
      return output;
    },
    final: () => new Uint8Array(0),
  };
};

/** One bit at a time. */
export const cfb1: ModeFactory = (cipher, iv, encrypt) => {
  const size = cipher.blockSize;
  const state = iv.slice();
  const mask = new Uint8Array(size);
  const shiftIn = (bit: number) => {
    for (let i = 0; i < size - 1; i++) state[i] = (state[i]! << 1) | (state[i + 1]! >> 7);
    state[size - 1] = (state[size - 1]! << 1) | bit;
  };
  return {
    update(input) {
      const output = new Uint8Array(input.length);
      for (let i = 0; i < 8 * input.length; i++) {
        cipher.encryptBlock(state, 0, mask, 0);
        const bit = (input[i >> 3]! >> (7 - (i & 7))) & 1;
        const result = bit ^ (mask[0]! >> 7);
        output[i >> 3]! |= result << (7 - (i & 7));
        shiftIn(encrypt ? result : bit);
      }
      return output;
    },
    final: () => new Uint8Array(0),
  };
};
