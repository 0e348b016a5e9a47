/**
 * Environment variables that several threads have in common (`worker_threads.SHARE_ENV`): in a shared buffer, which each
 * thread reads anew when somebody has written to it.
 *
 *     | lock | version | length | - | variables as JSON …
 */
const LOCK = 0;
const VERSION = 1;
const LENGTH = 2;
const HEADER_BYTES = 16;
/** Linux allows 128 KiB for one variable and some MB for all; here the room is fixed, but only taken when it is used. */
const LARGEST_BYTES = 2 ** 22;
const FIRST_BYTES = 2 ** 14;

type Variables = Record<string, string>;

interface GrowableBuffer extends SharedArrayBuffer {
  grow(length: number): void;
}

const encoder = new TextEncoder();
const decoder = new TextDecoder();

export class SharedEnvironment {
  readonly buffer: GrowableBuffer;
  #seen = -1;
  #variables: Variables = Object.create(null) as Variables;

  constructor(buffer: SharedArrayBuffer) {
    this.buffer = buffer as GrowableBuffer;
  }

  static create(variables: Variables): SharedEnvironment {
    const options = { maxByteLength: LARGEST_BYTES };
    const Buffer = SharedArrayBuffer as unknown as new (length: number, growing: typeof options) => SharedArrayBuffer;
    const shared = new SharedEnvironment(new Buffer(FIRST_BYTES, options));
    shared.update((own) => Object.assign(own, variables));
    return shared;
  }

  /** The variables as they are now; not to be changed. */
  get variables(): Variables {
    const words = new Int32Array(this.buffer, 0, HEADER_BYTES / 4);
    if (Atomics.load(words, VERSION) !== this.#seen) this.#locked(words, () => this.#read(words));
    return this.#variables;
  }

  update(change: (variables: Variables) => void): void {
    const words = new Int32Array(this.buffer, 0, HEADER_BYTES / 4);
    this.#locked(words, () => {
      this.#read(words);
      change(this.#variables);
      const bytes = encoder.encode(JSON.stringify(Object.entries(this.#variables)));
      const needed = HEADER_BYTES + bytes.length;
      if (needed > LARGEST_BYTES) throw new RangeError('The shared environment is full');
      if (needed > this.buffer.byteLength) this.buffer.grow(Math.min(LARGEST_BYTES, 2 * needed));
      new Uint8Array(this.buffer, HEADER_BYTES, bytes.length).set(bytes);
      Atomics.store(words, LENGTH, bytes.length);
      this.#seen = Atomics.add(words, VERSION, 1) + 1;
    });
  }

  #read(words: Int32Array): void {
    const version = Atomics.load(words, VERSION);
    if (version === this.#seen) return;
    const bytes = new Uint8Array(this.buffer, HEADER_BYTES, Atomics.load(words, LENGTH)).slice();
    const entries = bytes.length === 0 ? [] : (JSON.parse(decoder.decode(bytes)) as [string, string][]);
    this.#variables = Object.assign(Object.create(null), Object.fromEntries(entries)) as Variables;
    this.#seen = version;
  }

  /** The holder may be ended in between: whoever waits longer than any of this takes goes on. */
  #locked(words: Int32Array, work: () => void): void {
    const patience = 100;
    while (Atomics.compareExchange(words, LOCK, 0, 1) !== 0) {
      if (Atomics.wait(words, LOCK, 1, patience) === 'timed-out') break;
    }
    try {
      work();
    } finally {
      Atomics.store(words, LOCK, 0);
      Atomics.notify(words, LOCK, 1);
    }
  }
}
