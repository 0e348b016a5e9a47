/** The official WebAssembly build of SQLite (@sqlite.org/sqlite-wasm), used by its C names, on the kernel's files. */
import { decodeUtf8, encodeUtf8 } from '../../bytes/utf8.ts';
import type { Environment } from '../../environment.ts';
import { libraryOf } from '../../library.ts';
import { perEnvironment } from '../../per_environment.ts';
import type { SqliteExports } from './exports.ts';
import { registerKernelVfs } from './vfs.ts';
import { addFunction } from './wasm_functions.ts';

const INITIAL_PAGES = 128;
/** What the build was linked for: 2 GiB. */
const MAXIMUM_PAGES = 32768;
const PAGE = 65536;
/** ENOSYS of the module's own C library: it has no files of its own. */
const NO_SYSTEM_CALL = -52;
const MILLISECONDS = 1000;
const DAY = 86_400_000;
const NANOSECONDS = 1_000_000n;

/** `struct tm` as the C library has it: nine words, then the offset from UTC in seconds. */
const TM_FIELDS = 9;

export class SqliteModule {
  readonly exports: SqliteExports;
  readonly #memory = new WebAssembly.Memory({ initial: INITIAL_PAGES, maximum: MAXIMUM_PAGES });
  #bytes = new Uint8Array(this.#memory.buffer);
  #view = new DataView(this.#memory.buffer);

  constructor(bytes: Uint8Array<ArrayBuffer>) {
    const module = new WebAssembly.Module(bytes);
    const imports: Record<string, Record<string, WebAssembly.ImportValue>> = {};
    for (const { module: from, name } of WebAssembly.Module.imports(module)) {
      imports[from] ??= {};
      imports[from][name] = this.#own[name] ?? (() => NO_SYSTEM_CALL);
    }
    imports['env']!['memory'] = this.#memory;
    const instance = new WebAssembly.Instance(module, imports);
    this.exports = instance.exports as unknown as SqliteExports;
    this.exports.__wasm_call_ctors();
  }

  readonly #own: Readonly<Record<string, (...values: never[]) => unknown>> = {
    emscripten_date_now: () => Date.now(),
    emscripten_get_now: () => performance.now(),
    emscripten_get_heap_max: () => MAXIMUM_PAGES * PAGE,
    emscripten_resize_heap: (size: number) => this.#grow(size >>> 0),
    clock_time_get: (_clock: number, _precision: bigint, out: number) => {
      this.view.setBigUint64(out, BigInt(Date.now()) * NANOSECONDS, true);
      return 0;
    },
    environ_sizes_get: (count: number, size: number) => {
      this.view.setUint32(count, 0, true);
      this.view.setUint32(size, 0, true);
      return 0;
    },
    environ_get: () => 0,
    _tzset_js: () => undefined,
    _localtime_js: (seconds: bigint, out: number) => this.#localTime(Number(seconds), out),
  };

  #grow(size: number): number {
    try {
      this.#memory.grow(Math.ceil((size - this.#memory.buffer.byteLength) / PAGE));
      return 1;
    } catch {
      return 0;
    }
  }

  #localTime(seconds: number, out: number): void {
    const date = new Date(seconds * MILLISECONDS);
    const fields = [
      date.getSeconds(),
      date.getMinutes(),
      date.getHours(),
      date.getDate(),
      date.getMonth(),
      date.getFullYear() - 1900,
      date.getDay(),
      (Date.UTC(date.getFullYear(), date.getMonth(), date.getDate()) - Date.UTC(date.getFullYear(), 0, 1)) / DAY,
      0,
    ];
    for (const [index, field] of fields.entries()) this.view.setInt32(out + index * 4, field, true);
    this.view.setInt32(out + TM_FIELDS * 4, -60 * date.getTimezoneOffset(), true);
  }

  /** The module's memory, anew after it has grown. */
  get bytes(): Uint8Array<ArrayBuffer> {
    this.#renew();
    return this.#bytes;
  }

  get view(): DataView {
    this.#renew();
    return this.#view;
  }

  #renew(): void {
    const { buffer } = this.#memory;
    if (this.#bytes.buffer === buffer) return;
    this.#bytes = new Uint8Array(buffer);
    this.#view = new DataView(buffer);
  }

  function(signature: string, action: (...values: never[]) => unknown): number {
    return addFunction(this.exports.__indirect_function_table, signature, action);
  }

  word(address: number): number {
    return this.view.getUint32(address, true);
  }

  setWord(address: number, value: number): void {
    this.view.setUint32(address, value, true);
  }

  allocate(size: number): number {
    const address = this.exports.malloc(size);
    if (address === 0) throw new RangeError('Array buffer allocation failed');
    return address;
  }

  /** A copy of `bytes` in the module, to be freed by the caller. */
  place(bytes: Uint8Array): number {
    const address = this.allocate(Math.max(bytes.length, 1));
    this.bytes.set(bytes, address);
    return address;
  }

  /** Runs `action` with the address of a zero-terminated copy of `text`. */
  withText<T>(text: string | Uint8Array, action: (address: number, length: number) => T): T {
    const bytes = typeof text === 'string' ? encodeUtf8(text) : text;
    const address = this.allocate(bytes.length + 1);
    try {
      this.bytes.set(bytes, address);
      this.bytes[address + bytes.length] = 0;
      return action(address, bytes.length);
    } finally {
      this.exports.free(address);
    }
  }

  /** Runs `action` with the address of a word and answers what that holds then. */
  out(action: (address: number) => number): { result: number; value: number } {
    const address = this.allocate(4);
    try {
      this.setWord(address, 0);
      const result = action(address);
      return { result, value: this.word(address) };
    } finally {
      this.exports.free(address);
    }
  }

  /** Zero-terminated; null for a null pointer. */
  text(address: number): string | null {
    if (address === 0) return null;
    const { bytes } = this;
    return decodeUtf8(bytes, address, bytes.indexOf(0, address));
  }

  /** Of known length, for SQLite's texts may have zeros in them. */
  textOf(address: number, length: number): string {
    return decodeUtf8(this.bytes, address, address + length);
  }

  copy(address: number, length: number): Uint8Array<ArrayBuffer> {
    return new Uint8Array(this.bytes.subarray(address, address + length));
  }
}

/** One in a process, made by the first database. */
export const sqliteOf: (environment: Environment) => SqliteModule = perEnvironment((environment) => {
  const sqlite = new SqliteModule(libraryOf(environment).loadBytes('sqlite3.wasm'));
  sqlite.exports.sqlite3_initialize();
  registerKernelVfs(sqlite, environment.kernel);
  return sqlite;
});
