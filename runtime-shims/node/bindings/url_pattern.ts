/** src/node_url_pattern.cc over the browser's URLPattern, which follows the same standard. */
import type { BindingFactory } from '../environment.ts';
import { unimplementedFunction } from '../from_shape.ts';

/** Absent in older engines. */
const NativeURLPattern = (globalThis as { URLPattern?: object }).URLPattern;

export const binding: BindingFactory = (environment) => ({
  URLPattern: NativeURLPattern ?? unimplementedFunction(environment, 'url_pattern.URLPattern', 'URLPattern'),
});
