/**
 * Digests of large inputs that must be there at once. The browser's own are quicker than any script (they use the
 * processor's instructions for it) but answer later: so a Worker asks for them, while this thread waits. The Worker is
 * started with the first large input, which is still digested here.
 */
import {
  BROWSER_DIGESTS,
  createDigestMemory,
  type DigestMemory,
  growDigestMemory,
  LARGEST_INPUT,
  Word,
} from '../../digest_memory.ts';
import type { Environment } from '../../environment.ts';
import { libraryOf } from '../../library.ts';
import { perEnvironment } from '../../per_environment.ts';
import { browserDigests } from './browser_crypto.ts';
import { type Algorithm, createDigest, type Digest, nameOfAlgorithm } from './digests.ts';

/** Less is digested here before the Worker has woken. */
const WORTHWHILE_BYTES = 256 * 1024;
/** Bytes after which the Worker may copy on, while this thread does. */
const PIECE = 1024 * 1024;
/** ms to wait for the Worker, which takes about one for a megabyte; who is later than that has ended. */
const PATIENCE = 5000;

class DigestWorker {
  readonly #start: (memory: SharedArrayBuffer) => void;
  #memory: DigestMemory | undefined;
  #hasEnded = false;
  #holder: WeakRef<LargeDigest> | undefined;
  #used = 0;

  constructor(start: (memory: SharedArrayBuffer) => void) {
    this.#start = start;
  }

  /** Begins to hold `holder`'s bytes in place of another's. False: they are not for the Worker. */
  hold(holder: LargeDigest, bytes: Uint8Array): boolean {
    if (bytes.length < WORTHWHILE_BYTES || bytes.length > LARGEST_INPUT || !this.#isReady()) return false;
    this.#holder?.deref()?.release();
    this.#holder = new WeakRef(holder);
    this.#used = 0;
    if (this.#memory) {
      // In this order: what the Worker copies under the new number is at least no more than what is there.
      Atomics.store(this.#memory.words, Word.LENGTH, 0);
      Atomics.add(this.#memory.words, Word.INPUT, 1);
    }
    return this.add(bytes);
  }

  add(bytes: Uint8Array): boolean {
    if (!this.#memory || this.#used + bytes.length > LARGEST_INPUT) return false;
    growDigestMemory(this.#memory, this.#used + bytes.length);
    const { data, words } = this.#memory;
    for (let at = 0; at < bytes.length; at += PIECE) {
      const piece = bytes.subarray(at, at + PIECE);
      data.set(piece, this.#used);
      this.#used += piece.length;
      Atomics.store(words, Word.LENGTH, this.#used);
      this.#tellNews(words);
    }
    return true;
  }

  #tellNews(words: Int32Array): void {
    Atomics.add(words, Word.NEWS, 1);
    Atomics.notify(words, Word.NEWS);
  }

  /** The held bytes; nothing is held any more. */
  take(): Uint8Array {
    this.#holder = undefined;
    return this.#memory?.data.subarray(0, this.#used) ?? new Uint8Array(0);
  }

  #isReady(): boolean {
    if (this.#hasEnded) return false;
    if (!this.#memory) {
      this.#memory = createDigestMemory();
      this.#start(this.#memory.buffer);
    }
    return Atomics.load(this.#memory.words, Word.READY) === 1;
  }

  /** The digest of the held bytes; nothing when the Worker cannot make it. */
  digest(number: number): Uint8Array | undefined {
    if (!this.#memory || this.#hasEnded) return undefined;
    const { words, result } = this.#memory;
    words[Word.DIGEST] = number;
    const before = Atomics.add(words, Word.REQUEST, 1);
    this.#tellNews(words);
    if (Atomics.wait(words, Word.ANSWER, before, PATIENCE) === 'timed-out') {
      this.#hasEnded = true;
      return undefined;
    }
    const length = words[Word.RESULT_LENGTH] ?? 0;
    return length > 0 ? result.slice(0, length) : undefined;
  }
}

const digestWorkerOf = perEnvironment(
  (environment) => new DigestWorker((memory) => libraryOf(environment).startDigestWorker(memory)),
);

/** Held back for the Worker as long as its first update is large and all of it has room there. */
class LargeDigest implements Digest {
  readonly #worker: DigestWorker;
  readonly #number: number;
  readonly #inner: Digest;
  #state: 'empty' | 'held' | 'here' = 'empty';

  constructor(worker: DigestWorker, number: number, inner: Digest) {
    this.#worker = worker;
    this.#number = number;
    this.#inner = inner;
  }

  update(bytes: Uint8Array): void {
    if (this.#state === 'held' && this.#worker.add(bytes)) return;
    this.release();
    if (this.#state === 'empty') {
      this.#state = this.#worker.hold(this, bytes) ? 'held' : 'here';
      if (this.#state === 'held') return;
    }
    this.#inner.update(bytes);
  }

  /** What is held is digested here after all. */
  release(): void {
    if (this.#state !== 'held') return;
    this.#inner.update(this.#worker.take());
    this.#state = 'here';
  }

  digest(): Uint8Array {
    const digest = this.#state === 'held' ? this.#worker.digest(this.#number) : undefined;
    if (digest === undefined) {
      this.release();
      return this.#inner.digest();
    }
    this.#worker.take();
    return digest;
  }

  clone(): Digest {
    this.release();
    const copy = new LargeDigest(this.#worker, this.#number, this.#inner.clone());
    copy.#state = this.#state;
    return copy;
  }
}

/** {@link createDigest}, by the browser where it knows the algorithm and the input turns out to be large. */
export function createLargeDigest(environment: Environment, algorithm: Algorithm, length: number): Digest {
  const inner = createDigest(algorithm, length);
  const name = browserDigests[nameOfAlgorithm(algorithm)];
  const number = BROWSER_DIGESTS.indexOf(name ?? '');
  return number < 0 ? inner : new LargeDigest(digestWorkerOf(environment), number, inner);
}
