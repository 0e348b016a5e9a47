/**
 * llhttp, the parser that Node itself uses, from the WebAssembly build in undici's package. That build calls back for
 * less than Node listens to; the settings structure in its memory is filled here with the missing entries.
 */
import wasmBytes from 'undici/lib/llhttp/llhttp-wasm.js';

export const HTTP_REQUEST = 1;
export const HTTP_RESPONSE = 2;

/** llhttp_errno_t. */
export const HPE_OK = 0;
export const HPE_PAUSED = 21;
export const HPE_PAUSED_UPGRADE = 22;
export const HPE_USER = 24;

/** llhttp writes into this object during {@link Llhttp.execute}; `at` and `length` are in the module's memory. */
export interface LlhttpCallbacks {
  onMessageBegin(): number;
  onUrl(at: number, length: number): number;
  onStatus(at: number, length: number): number;
  onHeaderField(at: number, length: number): number;
  onHeaderValue(at: number, length: number): number;
  onHeadersComplete(statusCode: number, upgrade: boolean, shouldKeepAlive: boolean): number;
  onBody(at: number, length: number): number;
  onMessageComplete(): number;
  onChunkExtension(length: number): number;
  /** The size line of a chunk, or its data, is over. */
  onChunkBoundary(): number;
  /** Are the headers of the message that is being parsed over? */
  readonly headersCompleted: boolean;
  readonly inMessage: boolean;
}

interface LlhttpExports {
  memory: WebAssembly.Memory;
  _initialize(): void;
  malloc(size: number): number;
  free(pointer: number): void;
  llhttp_alloc(type: number): number;
  llhttp_free(parser: number): void;
  llhttp_init(parser: number, type: number, settings: number): void;
  llhttp_execute(parser: number, data: number, length: number): number;
  llhttp_finish(parser: number): number;
  llhttp_pause(parser: number): void;
  llhttp_resume(parser: number): void;
  llhttp_resume_after_upgrade(parser: number): void;
  llhttp_get_error_pos(parser: number): number;
  llhttp_get_error_reason(parser: number): number;
  llhttp_set_error_reason(parser: number, reason: number): void;
  llhttp_errno_name(errno: number): number;
  llhttp_get_method(parser: number): number;
  llhttp_get_http_major(parser: number): number;
  llhttp_get_http_minor(parser: number): number;
  llhttp_get_upgrade(parser: number): number;
  llhttp_get_type(parser: number): number;
  llhttp_set_lenient_headers(parser: number, on: number): void;
  llhttp_set_lenient_chunked_length(parser: number, on: number): void;
  llhttp_set_lenient_keep_alive(parser: number, on: number): void;
  llhttp_set_lenient_transfer_encoding(parser: number, on: number): void;
  llhttp_set_lenient_version(parser: number, on: number): void;
  llhttp_set_lenient_data_after_close(parser: number, on: number): void;
  llhttp_set_lenient_optional_lf_after_cr(parser: number, on: number): void;
  llhttp_set_lenient_optional_crlf_after_chunk(parser: number, on: number): void;
  llhttp_set_lenient_optional_cr_before_lf(parser: number, on: number): void;
  llhttp_set_lenient_spaces_after_chunk_size(parser: number, on: number): void;
}

/** Word index of the settings' address within llhttp_t, and of the callbacks within llhttp_settings_t (llhttp 9.3). */
const PARSER_SETTINGS = 14;
const SETTING_MESSAGE_BEGIN = 0;
const SETTING_STATUS = 3;
const SETTING_CHUNK_EXTENSION_NAME = 8;
const SETTING_CHUNK_EXTENSION_VALUE = 9;
const SETTING_CHUNK_HEADER = 22;
const SETTING_CHUNK_COMPLETE = 23;
const WORD = 4;

/** Size of the buffer inside the module that reads go to directly; what one read of a stream asks for. */
export const INPUT_BYTES = 64 * 1024;

export class Llhttp {
  readonly exports: LlhttpExports;
  /** The parser that is executing: every callback is its. */
  current: LlhttpCallbacks | null = null;
  readonly #settings: number;
  readonly #input: number;
  readonly #reasons = new Map<string, number>();
  #bytes: Uint8Array;

  constructor() {
    const instance = new WebAssembly.Instance(new WebAssembly.Module(wasmBytes), { env: this.#imports() });
    this.exports = instance.exports as unknown as LlhttpExports;
    this.exports._initialize();
    const probe = this.exports.llhttp_alloc(HTTP_REQUEST);
    const words = new Uint32Array(this.exports.memory.buffer);
    this.#settings = words[probe / WORD + PARSER_SETTINGS]!;
    // The function table is fixed, so the entries that this build leaves out share a callback with one that cannot
    // come at the same time: a chunk's boundaries come within a message and its beginning before it; a chunk's
    // extensions come after the headers and a status line before them.
    const setting = this.#settings / WORD;
    words[setting + SETTING_CHUNK_HEADER] = words[setting + SETTING_MESSAGE_BEGIN]!;
    words[setting + SETTING_CHUNK_COMPLETE] = words[setting + SETTING_MESSAGE_BEGIN]!;
    words[setting + SETTING_CHUNK_EXTENSION_NAME] = words[setting + SETTING_STATUS]!;
    words[setting + SETTING_CHUNK_EXTENSION_VALUE] = words[setting + SETTING_STATUS]!;
    this.exports.llhttp_free(probe);
    this.#input = this.exports.malloc(INPUT_BYTES);
    this.#bytes = new Uint8Array(this.exports.memory.buffer);
  }

  #imports(): Record<string, (...args: number[]) => number> {
    return {
      wasm_on_message_begin: () => {
        const parser = this.current!;
        return parser.inMessage ? parser.onChunkBoundary() : parser.onMessageBegin();
      },
      wasm_on_url: (_parser, at, length) => this.current!.onUrl(at!, length!),
      wasm_on_status: (_parser, at, length) => {
        const parser = this.current!;
        return parser.headersCompleted ? parser.onChunkExtension(length!) : parser.onStatus(at!, length!);
      },
      wasm_on_header_field: (_parser, at, length) => this.current!.onHeaderField(at!, length!),
      wasm_on_header_value: (_parser, at, length) => this.current!.onHeaderValue(at!, length!),
      wasm_on_headers_complete: (_parser, statusCode, upgrade, shouldKeepAlive) =>
        this.current!.onHeadersComplete(statusCode!, upgrade === 1, shouldKeepAlive === 1),
      wasm_on_body: (_parser, at, length) => this.current!.onBody(at!, length!),
      wasm_on_message_complete: () => this.current!.onMessageComplete(),
    };
  }

  /** The module's memory, anew after it has grown. */
  get bytes(): Uint8Array {
    if (this.#bytes.buffer !== this.exports.memory.buffer) this.#bytes = new Uint8Array(this.exports.memory.buffer);
    return this.#bytes;
  }

  /** The shared input buffer. */
  inputBuffer(): Uint8Array {
    return this.bytes.subarray(this.#input, this.#input + INPUT_BYTES);
  }

  get inputAddress(): number {
    return this.#input;
  }

  initialize(parser: number, type: number): void {
    this.exports.llhttp_init(parser, type, this.#settings);
  }

  /** Zero-terminated ASCII. */
  text(pointer: number): string {
    const { bytes } = this;
    let end = pointer;
    while (bytes[end] !== 0) end++;
    return String.fromCharCode(...bytes.subarray(pointer, end));
  }

  setErrorReason(parser: number, reason: string): void {
    let pointer = this.#reasons.get(reason);
    if (pointer === undefined) {
      pointer = this.exports.malloc(reason.length + 1);
      const { bytes } = this;
      for (let i = 0; i < reason.length; i++) bytes[pointer + i] = reason.charCodeAt(i);
      bytes[pointer + reason.length] = 0;
      this.#reasons.set(reason, pointer);
    }
    this.exports.llhttp_set_error_reason(parser, pointer);
  }
}
