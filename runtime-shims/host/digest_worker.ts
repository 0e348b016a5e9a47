/**
 * The Worker that digests for one process that waits: it copies what lies in their shared memory, for WebCrypto takes no
 * shared memory, and lets the browser digest it. It copies while the process still does.
 */
import { BROWSER_DIGESTS, type DigestMemory, digestMemoryIn, Word } from '../node/digest_memory.ts';

class InputCopy {
  readonly #memory: DigestMemory;
  #bytes = new Uint8Array(0);
  #input = 0;
  #length = 0;

  constructor(memory: DigestMemory) {
    this.#memory = memory;
  }

  /** Copies what has come; all of it once the process waits, which then changes nothing. */
  catchUp(): Uint8Array<ArrayBuffer> {
    const { words, data } = this.#memory;
    const input = Atomics.load(words, Word.INPUT);
    const length = Atomics.load(words, Word.LENGTH);
    // Only what was copied while the input stayed the same is that input.
    if (input !== this.#input || length < this.#length) this.#length = 0;
    if (this.#bytes.length < data.length) {
      this.#bytes = new Uint8Array(data.length);
      this.#length = 0;
    }
    this.#bytes.set(data.subarray(this.#length, length), this.#length);
    this.#length = length;
    this.#input = Atomics.load(words, Word.INPUT) === input ? input : 0;
    return this.#bytes.subarray(0, length);
  }
}

async function answer({ words, result }: DigestMemory, input: Uint8Array<ArrayBuffer>): Promise<void> {
  let digest = new Uint8Array(0);
  try {
    digest = new Uint8Array(await crypto.subtle.digest(BROWSER_DIGESTS[words[Word.DIGEST] ?? -1] ?? '', input));
  } catch {
    // The process digests it itself.
  }
  result.set(digest);
  words[Word.RESULT_LENGTH] = digest.length;
  Atomics.add(words, Word.ANSWER, 1);
  Atomics.notify(words, Word.ANSWER);
}

async function serve(memory: DigestMemory): Promise<void> {
  const { words } = memory;
  const input = new InputCopy(memory);
  Atomics.store(words, Word.READY, 1);
  for (;;) {
    const news = Atomics.load(words, Word.NEWS);
    const isWaitedFor = Atomics.load(words, Word.REQUEST) !== Atomics.load(words, Word.ANSWER);
    const bytes = input.catchUp();
    if (isWaitedFor) await answer(memory, bytes);
    await Atomics.waitAsync(words, Word.NEWS, news).value;
  }
}

addEventListener('message', ({ data }: MessageEvent<SharedArrayBuffer>) => void serve(digestMemoryIn(data)));
