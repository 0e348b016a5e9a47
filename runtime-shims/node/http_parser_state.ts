/**
 * One HTTP parser (class Parser in src/node_http_parser.cc): gathers what llhttp reports and calls the program's
 * functions, which stand at the object's indices.
 */
import { type AsyncWrap, asyncWrapOf } from './async_wrap.ts';
import type { Environment } from './environment.ts';
import type { ConnectionsTable, TimedParser } from './http_connections_list.ts';
import {
  HPE_OK,
  HPE_PAUSED,
  HPE_PAUSED_UPGRADE,
  HPE_USER,
  HTTP_REQUEST,
  INPUT_BYTES,
  type Llhttp,
  type LlhttpCallbacks,
} from './llhttp.ts';
import type { StreamBase, StreamListener } from './stream_base.ts';
import { bytesToByteString } from './string_bytes.ts';

export const kOnMessageBegin = 0;
export const kOnHeaders = 1;
export const kOnHeadersComplete = 2;
export const kOnBody = 3;
export const kOnMessageComplete = 4;
export const kOnExecute = 5;
export const kOnTimeout = 6;

/** From so many fields on, headers go to the program in parts (kMaxHeaderFieldsCount). */
const MAX_HEADER_FIELDS = 32;
/** Bytes of the extensions of one chunk (kMaxChunkExtensionsSize). */
const MAX_CHUNK_EXTENSIONS = 16384;

/** What a callback answers after the program's function threw. */
const CALLBACK_FAILED = -1;

let sequence = 0;

/** Is the shared input buffer being parsed? Then what comes in between needs its own. */
let inputInUse = false;

export interface ParserOptions {
  type: number;
  maxHeaderSize: number;
  connections: ConnectionsTable | null;
}

export class HttpParserState implements LlhttpCallbacks, TimedParser, StreamListener {
  readonly wrap: AsyncWrap;
  readonly pointer: number;
  readonly sequence = ++sequence;
  headersCompleted = false;
  inMessage = false;
  messageStart = 0;
  connections: ConnectionsTable | null = null;
  stream: StreamBase | null = null;

  readonly #environment: Environment;
  readonly #llhttp: Llhttp;
  readonly #fields: string[] = [];
  readonly #values: string[] = [];
  #url = '';
  #statusMessage = '';
  #isRequest = true;
  #haveFlushed = false;
  #headerBytes = 0;
  #extensionBytes = 0;
  #maxHeaderSize = 0;
  #pendingPause = false;
  #depth = 0;
  #thrown: { exception: unknown } | null = null;
  /** The data of the current call: bytes in memory of llhttp's, copied out when asked for. */
  #data: { start: number; length: number } | null = null;

  constructor(environment: Environment, llhttp: Llhttp, wrap: AsyncWrap) {
    this.#environment = environment;
    this.#llhttp = llhttp;
    this.wrap = wrap;
    this.pointer = llhttp.exports.llhttp_alloc(HTTP_REQUEST);
  }

  initialize({ type, maxHeaderSize, connections }: ParserOptions): void {
    this.#llhttp.initialize(this.pointer, type);
    this.#isRequest = type === HTTP_REQUEST;
    this.#maxHeaderSize = maxHeaderSize;
    this.#headerBytes = 0;
    this.#url = '';
    this.#statusMessage = '';
    this.#clearHeaders();
    this.#haveFlushed = false;
    this.headersCompleted = false;
    this.inMessage = false;
    this.connections = connections;
    if (connections !== null) {
      // A client that connects and says nothing is timed from here.
      this.messageStart = performance.now();
      connections.push(this, true);
    }
  }

  // — what llhttp reports —

  onMessageBegin(): number {
    this.connections?.pop(this);
    this.#clearHeaders();
    this.headersCompleted = false;
    this.inMessage = true;
    this.#extensionBytes = 0;
    this.#url = '';
    this.#statusMessage = '';
    this.messageStart = performance.now();
    this.connections?.push(this, true);
    this.#call(kOnMessageBegin);
    return this.#pauseIfAsked();
  }

  onUrl(at: number, length: number): number {
    if (this.#overflows(length)) return HPE_USER;
    this.#url += this.#string(at, length);
    return this.#pauseIfAsked();
  }

  onStatus(at: number, length: number): number {
    if (this.#overflows(length)) return HPE_USER;
    this.#statusMessage += this.#string(at, length);
    return this.#pauseIfAsked();
  }

  onHeaderField(at: number, length: number): number {
    if (this.#overflows(length)) return HPE_USER;
    const fields = this.#fields;
    if (fields.length === this.#values.length) {
      if (fields.length + 1 === MAX_HEADER_FIELDS) this.#flush();
      fields.push(this.#string(at, length));
    } else fields[fields.length - 1] += this.#string(at, length);
    return this.#pauseIfAsked();
  }

  onHeaderValue(at: number, length: number): number {
    if (this.#overflows(length)) return HPE_USER;
    const values = this.#values;
    if (values.length !== this.#fields.length) values.push(this.#string(at, length));
    else values[values.length - 1] += this.#string(at, length);
    return this.#pauseIfAsked();
  }

  onHeadersComplete(statusCode: number, upgrade: boolean, shouldKeepAlive: boolean): number {
    this.headersCompleted = true;
    this.#headerBytes = 0;
    if (typeof this.#listener(kOnHeadersComplete) !== 'function') return 0;
    let headers: string[] | undefined;
    let url: string | undefined;
    if (this.#haveFlushed) this.#flush();
    else {
      headers = this.#takeHeaders();
      if (this.#isRequest) url = this.#url;
    }
    this.#clearHeaders();
    const { exports } = this.#llhttp;
    const answer = this.#call(
      kOnHeadersComplete,
      exports.llhttp_get_http_major(this.pointer),
      exports.llhttp_get_http_minor(this.pointer),
      headers,
      this.#isRequest ? exports.llhttp_get_method(this.pointer) : undefined,
      url,
      this.#isRequest ? undefined : statusCode,
      this.#isRequest ? undefined : this.#statusMessage,
      upgrade,
      shouldKeepAlive,
    );
    if (this.#thrown !== null) return CALLBACK_FAILED;
    const value = Math.trunc(Number(answer)) | 0;
    return value === 0 ? this.#pauseIfAsked() : value;
  }

  onBody(at: number, length: number): number {
    if (length === 0 || typeof this.#listener(kOnBody) !== 'function') return 0;
    this.#call(kOnBody, this.#copy(at, length));
    if (this.#thrown !== null) {
      this.#llhttp.setErrorReason(this.pointer, 'HPE_JS_EXCEPTION:JS Exception');
      return HPE_USER;
    }
    return this.#pauseIfAsked();
  }

  onMessageComplete(): number {
    this.connections?.pop(this);
    this.messageStart = 0;
    this.inMessage = false;
    this.connections?.push(this, false);
    if (this.#fields.length > 0) this.#flush();
    this.#call(kOnMessageComplete);
    return this.#thrown === null ? this.#pauseIfAsked() : CALLBACK_FAILED;
  }

  onChunkExtension(length: number): number {
    this.#extensionBytes += length;
    if (this.#extensionBytes > MAX_CHUNK_EXTENSIONS) {
      this.#llhttp.setErrorReason(this.pointer, 'HPE_CHUNK_EXTENSIONS_OVERFLOW:Chunk extensions overflow');
      return HPE_USER;
    }
    return this.#pauseIfAsked();
  }

  onChunkBoundary(): number {
    this.#headerBytes = 0;
    this.#extensionBytes = 0;
    return this.#pauseIfAsked();
  }

  // — calls of the program —

  /** Bytes parsed, or the error that describes why it stopped; undefined from {@link finish}. Throws what a function threw. */
  execute(data: Uint8Array): number | Error | undefined {
    const llhttp = this.#llhttp;
    if (!inputInUse && data.byteLength <= INPUT_BYTES) {
      llhttp.bytes.set(data, llhttp.inputAddress);
      inputInUse = true;
      try {
        return this.#execute(llhttp.inputAddress, data.byteLength);
      } finally {
        inputInUse = false;
      }
    }
    const copy = llhttp.exports.malloc(Math.max(data.byteLength, 1));
    llhttp.bytes.set(data, copy);
    try {
      return this.#execute(copy, data.byteLength);
    } finally {
      llhttp.exports.free(copy);
    }
  }

  finish(): Error | undefined {
    return this.#execute(0, 0) as Error | undefined;
  }

  pause(paused: boolean): void {
    if (this.#depth > 0) {
      this.#pendingPause = paused;
      return;
    }
    if (paused) this.#llhttp.exports.llhttp_pause(this.pointer);
    else this.#llhttp.exports.llhttp_resume(this.pointer);
  }

  currentBuffer(): Uint8Array {
    return this.#data === null ? this.#copy(0, 0) : this.#copy(this.#data.start, this.#data.length);
  }

  #execute(start: number, length: number): number | Error | undefined {
    const llhttp = this.#llhttp;
    const { exports } = llhttp;
    const outer = llhttp.current;
    llhttp.current = this;
    this.#data = start === 0 ? null : { start, length };
    this.#thrown = null;
    this.#depth++;
    let error: number;
    try {
      error = start === 0 ? exports.llhttp_finish(this.pointer) : exports.llhttp_execute(this.pointer, start, length);
    } finally {
      this.#depth--;
      llhttp.current = outer;
      this.#data = null;
    }

    let parsed = length;
    if (error !== HPE_OK) {
      const position = exports.llhttp_get_error_pos(this.pointer);
      parsed = position === 0 ? 0 : position - start;
      // Not a failure, only the way to stop at the end of the headers.
      if (error === HPE_PAUSED_UPGRADE) {
        error = HPE_OK;
        exports.llhttp_resume_after_upgrade(this.pointer);
      }
    }
    if (this.#pendingPause) {
      this.#pendingPause = false;
      exports.llhttp_pause(this.pointer);
    }
    const thrown = this.#thrown as { exception: unknown } | null;
    if (thrown !== null) {
      this.#thrown = null;
      throw thrown.exception;
    }
    if (error !== HPE_OK && exports.llhttp_get_upgrade(this.pointer) === 0) return this.#parseError(error, parsed);
    return start === 0 ? undefined : parsed;
  }

  #parseError(error: number, bytesParsed: number): Error {
    let code = this.#llhttp.text(this.#llhttp.exports.llhttp_errno_name(error));
    let reason = this.#llhttp.text(this.#llhttp.exports.llhttp_get_error_reason(this.pointer));
    if (error === HPE_USER) {
      const colon = reason.indexOf(':');
      code = reason.slice(0, colon);
      reason = reason.slice(colon + 1);
    }
    return Object.assign(new Error('Parse Error'), { bytesParsed, code, reason });
  }

  // — a consumed stream: StreamListener —

  onStreamAlloc(): Uint8Array {
    return inputInUse ? new Uint8Array(INPUT_BYTES) : this.#llhttp.inputBuffer();
  }

  onStreamRead(nread: number, buffer: Uint8Array): void {
    if (nread < 0) {
      this.stream?.passToJavaScript(nread);
      return;
    }
    if (nread === 0) return;
    const llhttp = this.#llhttp;
    const inPlace = buffer.buffer === llhttp.exports.memory.buffer;
    let start = llhttp.inputAddress;
    if (inPlace) inputInUse = true;
    else {
      start = llhttp.exports.malloc(nread);
      llhttp.bytes.set(buffer.subarray(0, nread), start);
    }
    try {
      const result = this.#execute(start, nread);
      const listener = this.#listener(kOnExecute);
      if (typeof listener !== 'function') return;
      this.#data = { start, length: nread };
      asyncWrapOf(this.#environment).call(this.wrap, listener, result);
    } finally {
      this.#data = null;
      if (inPlace) inputInUse = false;
      else llhttp.exports.free(start);
    }
  }

  // — inner parts —

  #listener(index: number): unknown {
    return (this.wrap as unknown as Record<number, unknown>)[index];
  }

  #call(index: number, ...args: unknown[]): unknown {
    const listener = this.#listener(index);
    if (typeof listener !== 'function') return undefined;
    try {
      return asyncWrapOf(this.#environment).call(this.wrap, listener, ...args);
    } catch (exception) {
      // It must not unwind through llhttp's frames: thrown on when they have returned.
      this.#thrown ??= { exception };
      return undefined;
    }
  }

  #string(at: number, length: number): string {
    return bytesToByteString(this.#llhttp.bytes, at, at + length);
  }

  #copy(start: number, length: number): Uint8Array {
    const { FastBuffer } = this.#environment.requireBuiltin('internal/buffer') as {
      FastBuffer: new (buffer: ArrayBuffer, offset: number, length: number) => Uint8Array;
    };
    return new FastBuffer(this.#llhttp.bytes.slice(start, start + length).buffer as ArrayBuffer, 0, length);
  }

  #overflows(length: number): boolean {
    this.#headerBytes += length;
    if (this.#headerBytes < this.#maxHeaderSize) return false;
    this.#llhttp.setErrorReason(this.pointer, 'HPE_HEADER_OVERFLOW:Header overflow');
    return true;
  }

  #pauseIfAsked(): number {
    if (!this.#pendingPause) return 0;
    this.#pendingPause = false;
    this.#llhttp.setErrorReason(this.pointer, 'Paused in callback');
    return HPE_PAUSED;
  }

  #clearHeaders(): void {
    this.#fields.length = 0;
    this.#values.length = 0;
  }

  #takeHeaders(): string[] {
    const headers: string[] = [];
    for (let i = 0; i < this.#values.length; i++) {
      headers.push(this.#fields[i]!, trimEndOws(this.#values[i]!));
    }
    return headers;
  }

  #flush(): void {
    const headers = this.#takeHeaders();
    this.#clearHeaders();
    const url = this.#url;
    if (typeof this.#listener(kOnHeaders) !== 'function') return;
    this.#call(kOnHeaders, headers, url);
    this.#url = '';
    this.#haveFlushed = true;
  }
}

/** Strips spaces and tabs at the end, and nothing else that trimEnd would. */
function trimEndOws(value: string): string {
  let end = value.length;
  while (end > 0 && (value[end - 1] === ' ' || value[end - 1] === '\t')) end--;
  return end === value.length ? value : value.slice(0, end);
}
