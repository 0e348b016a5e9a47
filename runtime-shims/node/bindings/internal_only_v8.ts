/** `internalBinding('internal_only_v8')` (src/internal_only_v8.cc): a browser shows no page the objects of its heap. */
import type { BindingFactory } from '../environment.ts';

export const binding: BindingFactory = (environment) => ({
  queryObjects(): never {
    return environment.unimplemented('internal_only_v8.queryObjects');
  },
});
