/** `internalBinding('http_parser')` (src/node_http_parser.cc): llhttp and the list of a server's connections. */
import { asyncWrapOf } from '../async_wrap.ts';
import type { BindingFactory } from '../environment.ts';
import { ConnectionsTable } from '../http_connections_list.ts';
import {
  HttpParserState,
  kOnBody,
  kOnExecute,
  kOnHeaders,
  kOnHeadersComplete,
  kOnMessageBegin,
  kOnMessageComplete,
  kOnTimeout,
} from '../http_parser_state.ts';
import { HTTP_REQUEST, HTTP_RESPONSE, Llhttp } from '../llhttp.ts';
import { streamClassesOf } from '../stream_base.ts';

const kLenientNone = 0;
const kLenientHeaders = 1 << 0;
const kLenientChunkedLength = 1 << 1;
const kLenientKeepAlive = 1 << 2;
const kLenientTransferEncoding = 1 << 3;
const kLenientVersion = 1 << 4;
const kLenientDataAfterClose = 1 << 5;
const kLenientOptionalLFAfterCR = 1 << 6;
const kLenientOptionalCRLFAfterChunk = 1 << 7;
const kLenientOptionalCRBeforeLF = 1 << 8;
const kLenientSpacesAfterChunkSize = 1 << 9;
/** New in llhttp 9.4; this build is 9.3, whose nearest is kLenientHeaders. */
const kLenientHeaderValueRelaxed = 1 << 10;
const kLenientAll = (1 << 10) - 1;

const constants = {
  REQUEST: HTTP_REQUEST,
  RESPONSE: HTTP_RESPONSE,
  kOnMessageBegin,
  kOnHeaders,
  kOnHeadersComplete,
  kOnBody,
  kOnMessageComplete,
  kOnExecute,
  kOnTimeout,
  kLenientNone,
  kLenientHeaders,
  kLenientChunkedLength,
  kLenientKeepAlive,
  kLenientTransferEncoding,
  kLenientVersion,
  kLenientDataAfterClose,
  kLenientOptionalLFAfterCR,
  kLenientOptionalCRLFAfterChunk,
  kLenientOptionalCRBeforeLF,
  kLenientSpacesAfterChunkSize,
  kLenientHeaderValueRelaxed,
  kLenientAll,
};

/** By llhttp's numbers (HTTP_ALL_METHOD_MAP). */
const allMethods = [
  ...['DELETE', 'GET', 'HEAD', 'POST', 'PUT', 'CONNECT', 'OPTIONS', 'TRACE', 'COPY', 'LOCK', 'MKCOL', 'MOVE'],
  ...['PROPFIND', 'PROPPATCH', 'SEARCH', 'UNLOCK', 'BIND', 'REBIND', 'UNBIND', 'ACL', 'REPORT', 'MKACTIVITY'],
  ...['CHECKOUT', 'MERGE', 'M-SEARCH', 'NOTIFY', 'SUBSCRIBE', 'UNSUBSCRIBE', 'PATCH', 'PURGE', 'MKCALENDAR'],
  ...['LINK', 'UNLINK', 'SOURCE', 'PRI', 'DESCRIBE', 'ANNOUNCE', 'SETUP', 'PLAY', 'PAUSE', 'TEARDOWN'],
  ...['GET_PARAMETER', 'SET_PARAMETER', 'REDIRECT', 'RECORD', 'FLUSH', 'QUERY'],
];
/** Those of HTTP proper: without HTTP/2's PRI and RTSP's. */
const RTSP_AND_PRI = allMethods.slice(allMethods.indexOf('PRI'), allMethods.indexOf('QUERY'));
const methods = allMethods.filter((method) => !RTSP_AND_PRI.includes(method));

export const binding: BindingFactory = (environment) => {
  const AsyncWrap = asyncWrapOf(environment);
  const { streamOf } = streamClassesOf(environment);
  let shared: Llhttp | undefined;
  /** Compiled with the first parser, for a program that never speaks HTTP does not need it. */
  const llhttp = (): Llhttp => {
    shared ??= new Llhttp();
    return shared;
  };
  const collected = new FinalizationRegistry<number>((pointer) => llhttp().exports.llhttp_free(pointer));

  function setLenient(pointer: number, flags: number): void {
    const { exports } = llhttp();
    if (flags & (kLenientHeaders | kLenientHeaderValueRelaxed)) exports.llhttp_set_lenient_headers(pointer, 1);
    if (flags & kLenientChunkedLength) exports.llhttp_set_lenient_chunked_length(pointer, 1);
    if (flags & kLenientKeepAlive) exports.llhttp_set_lenient_keep_alive(pointer, 1);
    if (flags & kLenientTransferEncoding) exports.llhttp_set_lenient_transfer_encoding(pointer, 1);
    if (flags & kLenientVersion) exports.llhttp_set_lenient_version(pointer, 1);
    if (flags & kLenientDataAfterClose) exports.llhttp_set_lenient_data_after_close(pointer, 1);
    if (flags & kLenientOptionalLFAfterCR) exports.llhttp_set_lenient_optional_lf_after_cr(pointer, 1);
    if (flags & kLenientOptionalCRLFAfterChunk) exports.llhttp_set_lenient_optional_crlf_after_chunk(pointer, 1);
    if (flags & kLenientOptionalCRBeforeLF) exports.llhttp_set_lenient_optional_cr_before_lf(pointer, 1);
    if (flags & kLenientSpacesAfterChunkSize) exports.llhttp_set_lenient_spaces_after_chunk_size(pointer, 1);
  }

  function defaultHeaderSize(): number {
    const { getOptionValue } = environment.requireBuiltin('internal/options') as {
      getOptionValue(name: string): number;
    };
    return getOptionValue('--max-http-header-size');
  }

  class ConnectionsList {
    readonly #table = new ConnectionsTable();

    all(): object[] {
      return this.#table.all();
    }

    idle(): object[] {
      return this.#table.idle();
    }

    active(): object[] {
      return this.#table.active();
    }

    expired(headersTimeout: number, requestTimeout: number): object[] {
      return this.#table.expired(headersTimeout, requestTimeout, performance.now());
    }

    static tableOf(list: ConnectionsList): ConnectionsTable {
      return list.#table;
    }
  }

  class HTTPParser extends AsyncWrap {
    /** null after `close`. */
    #state: HttpParserState | null;

    constructor() {
      super();
      this.#state = new HttpParserState(environment, llhttp(), this);
      collected.register(this, this.#state.pointer, this);
    }

    close(): void {
      const state = this.#state;
      if (state === null) return;
      this.#state = null;
      state.stream?.removeListener(state);
      collected.unregister(this);
      llhttp().exports.llhttp_free(state.pointer);
    }

    /** Back into the list of free parsers: only the async hooks are told. */
    free(): void {
      AsyncWrap.destroy(this);
    }

    remove(): void {
      if (this.#state !== null) this.#state.connections?.pop(this.#state);
    }

    execute(data: Uint8Array | DataView): number | Error | undefined {
      const bytes = data instanceof Uint8Array ? data : new Uint8Array(data.buffer, data.byteOffset, data.byteLength);
      return this.#state?.execute(bytes);
    }

    finish(): Error | undefined {
      return this.#state?.finish();
    }

    initialize(
      type: number,
      resource: object,
      maxHeaderSize = 0,
      lenientFlags = kLenientNone,
      connections: ConnectionsList | null = null,
    ): void {
      const state = this.#state;
      if (state === null) return;
      AsyncWrap.setProvider(this, type === HTTP_REQUEST ? 'HTTPINCOMINGMESSAGE' : 'HTTPCLIENTREQUEST');
      this.asyncReset(resource);
      state.initialize({
        type,
        maxHeaderSize: maxHeaderSize === 0 ? defaultHeaderSize() : maxHeaderSize,
        connections: connections === null ? null : ConnectionsList.tableOf(connections),
      });
      setLenient(state.pointer, lenientFlags);
    }

    pause(): void {
      this.#state?.pause(true);
    }

    resume(): void {
      this.#state?.pause(false);
    }

    consume(handle: object): void {
      const state = this.#state;
      const stream = streamOf(handle);
      if (state === null || stream === undefined) return;
      state.stream = stream;
      stream.pushListener(state);
    }

    unconsume(): void {
      const state = this.#state;
      if (state === null || state.stream === null) return;
      state.stream.removeListener(state);
      state.stream = null;
    }

    getCurrentBuffer(): Uint8Array | undefined {
      return this.#state?.currentBuffer();
    }
  }
  Object.assign(HTTPParser, constants);

  return { HTTPParser, ConnectionsList, methods, allMethods };
};
