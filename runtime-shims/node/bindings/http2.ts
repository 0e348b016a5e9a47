/**
 * `internalBinding('http2')` (src/node_http2.cc): the module loads, as clients of HTTP/1.1 load it beside `http`; sessions
 * refuse by their names.
 */
import type { BindingFactory } from '../environment.ts';
import { completeFromShape } from '../from_shape.ts';

export const binding: BindingFactory = (environment) =>
  completeFromShape(environment, 'http2', {
    // They are called by sessions, of which there are none.
    setCallbackFunctions(..._callbacks: unknown[]): void {},
  });
