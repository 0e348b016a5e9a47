/** SHA-256 and SHA-224 by WebAssembly where the build has brought it, in the shape of the library's digests. */
import { sha224 as slowSha224, sha256 as slowSha256 } from '@noble/hashes/sha2.js';
import { Encoding, encodeString } from '../../bytes/encodings.ts';
import { wasmBase64 } from './sha256_wasm.ts';

const BLOCK = 64;
const WORDS = 8;
/** Where data lies in the module's memory, and how much at a time. */
const DATA = 1024;
const CHUNK = 65_536;

interface Compressor {
  memory: WebAssembly.Memory;
  compress(data: number, end: number): void;
}

let compressor: Compressor | undefined;

function theCompressor(): Compressor {
  compressor ??= new WebAssembly.Instance(new WebAssembly.Module(encodeString(wasmBase64, Encoding.BASE64)))
    .exports as unknown as Compressor;
  return compressor;
}

class Sha256 {
  readonly blockLen = BLOCK;
  readonly outputLen: number;
  readonly #state: Uint32Array;
  readonly #pending = new Uint8Array(BLOCK);
  #used = 0;
  #length = 0;

  constructor(state: Uint32Array, outputLen: number) {
    this.#state = state.slice();
    this.outputLen = outputLen;
  }

  #compress(bytes: Uint8Array): void {
    const { memory, compress } = theCompressor();
    const words = new Uint32Array(memory.buffer, 0, WORDS);
    words.set(this.#state);
    const target = new Uint8Array(memory.buffer, DATA, CHUNK);
    for (let at = 0; at < bytes.length; at += CHUNK) {
      const part = bytes.subarray(at, at + CHUNK);
      target.set(part);
      compress(DATA, DATA + part.length);
    }
    this.#state.set(words);
  }

  update(bytes: Uint8Array): this {
    this.#length += bytes.length;
    let at = 0;
    if (this.#used) {
      at = Math.min(BLOCK - this.#used, bytes.length);
      this.#pending.set(bytes.subarray(0, at), this.#used);
      this.#used += at;
      if (this.#used < BLOCK) return this;
      this.#compress(this.#pending);
      this.#used = 0;
    }
    const end = at + (bytes.length - at) - ((bytes.length - at) % BLOCK);
    if (end > at) this.#compress(bytes.subarray(at, end));
    this.#pending.set(bytes.subarray(end));
    this.#used = bytes.length - end;
    return this;
  }

  digestInto(target: Uint8Array): void {
    const length = this.#length;
    const padding = new Uint8Array(BLOCK - ((this.#used + 8) % BLOCK) + 8);
    padding[0] = 0x80;
    new DataView(padding.buffer).setBigUint64(padding.length - 8, BigInt(length) * 8n);
    this.update(padding);
    const view = new DataView(target.buffer, target.byteOffset);
    for (let i = 0; i < this.outputLen / 4; i++) view.setUint32(4 * i, this.#state[i]!);
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
  _cloneInto(target?: Sha256): Sha256 {
    const copy = target ?? new Sha256(this.#state, this.outputLen);
    copy.#state.set(this.#state);
    copy.#pending.set(this.#pending);
    copy.#used = this.#used;
    copy.#length = this.#length;
    return copy;
  }

  clone(): Sha256 {
    return this._cloneInto();
  }
}

/** Initial states (FIPS 180-4, section 5.3). */
const STATE_256 = [0x6a09e667, 0xbb67ae85, 0x3c6ef372, 0xa54ff53a, 0x510e527f, 0x9b05688c, 0x1f83d9ab, 0x5be0cd19];
const STATE_224 = [0xc1059ed8, 0x367cd507, 0x3070dd17, 0xf70e5939, 0xffc00b31, 0x68581511, 0x64f98fa7, 0xbefa4fa4];

function fast(state: readonly number[], outputLen: number, slow: typeof slowSha256): typeof slowSha256 {
  if (wasmBase64 === '') return slow;
  const initial = Uint32Array.from(state);
  const create = () => new Sha256(initial, outputLen);
  const digest = (bytes: Uint8Array) => create().update(bytes).digest();
  return Object.assign(digest, { outputLen, blockLen: BLOCK, create }) as unknown as typeof slowSha256;
}

export const sha256 = fast(STATE_256, 32, slowSha256);
export const sha224 = fast(STATE_224, 28, slowSha224 as unknown as typeof slowSha256);
