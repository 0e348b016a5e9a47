/** SHA-1 and SHA-2 by WebAssembly where the build has brought it, in the shape of the library's digests. */
import { sha1 as slowSha1 } from '@noble/hashes/legacy.js';
import {
  sha224 as slowSha224,
  sha256 as slowSha256,
  sha384 as slowSha384,
  sha512 as slowSha512,
} from '@noble/hashes/sha2.js';
import { Encoding, encodeString } from '../../bytes/encodings.ts';
import { wasmBase64 as sha1Base64 } from './sha1_wasm.ts';
import { wasmBase64 as sha256Base64 } from './sha256_wasm.ts';
import { wasmBase64 as sha512Base64 } from './sha512_wasm.ts';

/** Where data lies in a module's memory, and how much at a time. */
const DATA = 1024;
const CHUNK = 65_536;

/** One of the modules (digest_sources.ts), made when it is first used. */
class Compressor {
  readonly blockLen: number;
  readonly wordBytes: number;
  readonly #base64: string;
  #module: { compress(data: number, end: number): void; state: Uint8Array; data: Uint8Array } | undefined;

  constructor(base64: string, blockLen: number) {
    this.#base64 = base64;
    this.blockLen = blockLen;
    this.wordBytes = blockLen / 16;
  }

  get isThere(): boolean {
    return this.#base64 !== '';
  }

  #load(stateBytes: number) {
    const module = new WebAssembly.Module(encodeString(this.#base64, Encoding.BASE64));
    const { memory, compress } = new WebAssembly.Instance(module).exports as unknown as {
      memory: WebAssembly.Memory;
      compress(data: number, end: number): void;
    };
    const state = new Uint8Array(memory.buffer, 0, stateBytes);
    return { compress, state, data: new Uint8Array(memory.buffer, DATA, CHUNK) };
  }

  /** Whole blocks; `state` is in the module's order of bytes, and is changed. */
  compress(own: Uint8Array, bytes: Uint8Array): void {
    this.#module ??= this.#load(own.length);
    const { compress, state, data } = this.#module;
    state.set(own);
    for (let at = 0; at < bytes.length; at += CHUNK) {
      // A view costs as much as the digest of a block, of which key derivation has very many.
      const part = bytes.length <= CHUNK ? bytes : bytes.subarray(at, at + CHUNK);
      data.set(part);
      compress(DATA, DATA + part.length);
    }
    own.set(state);
  }
}

class WasmDigest {
  readonly blockLen: number;
  readonly outputLen: number;
  readonly #compressor: Compressor;
  /** Little-endian words, as the module has them. */
  readonly #state: Uint8Array;
  readonly #pending: Uint8Array;
  #used = 0;
  #length = 0;

  constructor(compressor: Compressor, state: Uint8Array, outputLen: number) {
    this.#compressor = compressor;
    this.#state = state.slice();
    this.blockLen = compressor.blockLen;
    this.outputLen = outputLen;
    this.#pending = new Uint8Array(this.blockLen);
  }

  update(bytes: Uint8Array): this {
    this.#length += bytes.length;
    let at = 0;
    if (this.#used) {
      at = Math.min(this.blockLen - this.#used, bytes.length);
      this.#pending.set(bytes.subarray(0, at), this.#used);
      this.#used += at;
      if (this.#used < this.blockLen) return this;
      this.#compressor.compress(this.#state, this.#pending);
      this.#used = 0;
    }
    this.#used = (bytes.length - at) % this.blockLen;
    const end = bytes.length - this.#used;
    if (end > at)
      this.#compressor.compress(this.#state, at === 0 && this.#used === 0 ? bytes : bytes.subarray(at, end));
    for (let i = 0; i < this.#used; i++) this.#pending[i] = bytes[end + i]!;
    return this;
  }

  digestInto(target: Uint8Array): void {
    const { blockLen } = this;
    const pending = this.#pending;
    pending[this.#used] = 0x80;
    pending.fill(0, this.#used + 1);
    // The length has as many bytes as two words; more than 53 bits of it are never used.
    if (this.#used >= blockLen - blockLen / 8) {
      this.#compressor.compress(this.#state, pending);
      pending.fill(0);
    }
    let bits = this.#length * 8;
    for (let at = blockLen - 1; bits > 0; at--) {
      pending[at] = bits % 256;
      bits = Math.floor(bits / 256);
    }
    this.#compressor.compress(this.#state, pending);
    const { wordBytes } = this.#compressor;
    for (let i = 0; i < this.outputLen; i++) {
      const inWord = i % wordBytes;
      target[i] = this.#state[i - inWord + wordBytes - 1 - inWord]!;
    }
  }

  digest(): Uint8Array {
    const output = new Uint8Array(this.outputLen);
    this.digestInto(output);
    return output;
  }

  destroy(): void {
    this.#state.fill(0);
    this.#pending.fill(0);
  }

  /** The library's HMAC copies states so. */
  _cloneInto(target?: WasmDigest): WasmDigest {
    const copy = target ?? new WasmDigest(this.#compressor, this.#state, this.outputLen);
    copy.#state.set(this.#state);
    copy.#pending.set(this.#pending);
    copy.#used = this.#used;
    copy.#length = this.#length;
    return copy;
  }

  clone(): WasmDigest {
    return this._cloneInto();
  }
}

function fast<Slow extends { outputLen: number }>(compressor: Compressor, state: readonly bigint[], slow: Slow): Slow {
  if (!compressor.isThere) return slow;
  const { blockLen, wordBytes } = compressor;
  const initial = new Uint8Array(state.length * wordBytes);
  const view = new DataView(initial.buffer);
  for (const [i, word] of state.entries()) {
    if (wordBytes === 8) view.setBigUint64(8 * i, word, true);
    else view.setUint32(4 * i, Number(word), true);
  }
  const { outputLen } = slow;
  const create = () => new WasmDigest(compressor, initial, outputLen);
  const digest = (bytes: Uint8Array) => create().update(bytes).digest();
  return Object.assign(digest, { outputLen, blockLen, create }) as unknown as Slow;
}

/** Initial states (FIPS 180-4, section 5.3). */
const hexWords = (text: string): bigint[] => text.split(' ').map((word) => BigInt(`0x${word}`));
const STATE_1 = hexWords('67452301 efcdab89 98badcfe 10325476 c3d2e1f0');
const STATE_224 = hexWords('c1059ed8 367cd507 3070dd17 f70e5939 ffc00b31 68581511 64f98fa7 befa4fa4');
const STATE_256 = hexWords('6a09e667 bb67ae85 3c6ef372 a54ff53a 510e527f 9b05688c 1f83d9ab 5be0cd19');
const STATE_384 = hexWords(
  'cbbb9d5dc1059ed8 629a292a367cd507 9159015a3070dd17 152fecd8f70e5939 67332667ffc00b31 8eb44a8768581511 db0c2e0d64f98fa7 47b5481dbefa4fa4',
);
const STATE_512 = hexWords(
  '6a09e667f3bcc908 bb67ae8584caa73b 3c6ef372fe94f82b a54ff53a5f1d36f1 510e527fade682d1 9b05688c2b3e6c1f 1f83d9abfb41bd6b 5be0cd19137e2179',
);
const compressor1 = new Compressor(sha1Base64, 64);
const compressor256 = new Compressor(sha256Base64, 64);
const compressor512 = new Compressor(sha512Base64, 128);

export const sha1 = fast(compressor1, STATE_1, slowSha1);
export const sha224 = fast(compressor256, STATE_224, slowSha224);
export const sha256 = fast(compressor256, STATE_256, slowSha256);
export const sha384 = fast(compressor512, STATE_384, slowSha384);
export const sha512 = fast(compressor512, STATE_512, slowSha512);
