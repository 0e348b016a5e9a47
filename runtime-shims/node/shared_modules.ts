/**
 * Modules of the process that the scripts of lazy bindings use as they are, by their path from `runtime-shims/`. The
 * build refuses a lazy script that would hold another of the process's modules a second time. What a lazy binding needs of
 * the browser's globals is taken in one of these as well: when its script runs, the global object is Node's.
 */
import * as asyncWrap from './async_wrap.ts';
import * as types from './bindings/types.ts';
import * as encodings from './bytes/encodings.ts';
import * as utf8 from './bytes/utf8.ts';
import * as cloneContext from './clone_context.ts';
import * as fromShape from './from_shape.ts';
import * as ipAddress from './ip_address.ts';
import * as library from './library.ts';
import * as nativeError from './native_error.ts';
import * as outwardNames from './outward_names.ts';
import * as perEnvironment from './per_environment.ts';
import * as streamBase from './stream_base.ts';
import * as stringBytes from './string_bytes.ts';
import * as trackedProxy from './tracked_proxy.ts';
import * as uvNumbers from './uv_numbers.ts';
import * as webCrypto from './web_crypto.ts';

export const sharedModules: Readonly<Record<string, object>> = {
  'node/async_wrap.ts': asyncWrap,
  'node/bindings/types.ts': types,
  'node/bytes/encodings.ts': encodings,
  'node/bytes/utf8.ts': utf8,
  'node/clone_context.ts': cloneContext,
  'node/from_shape.ts': fromShape,
  'node/library.ts': library,
  'node/ip_address.ts': ipAddress,
  'node/native_error.ts': nativeError,
  'node/outward_names.ts': outwardNames,
  'node/per_environment.ts': perEnvironment,
  'node/stream_base.ts': streamBase,
  'node/string_bytes.ts': stringBytes,
  'node/uv_numbers.ts': uvNumbers,
  'node/tracked_proxy.ts': trackedProxy,
  'node/web_crypto.ts': webCrypto,
};
