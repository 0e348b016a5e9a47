/** `internalBinding('heap_utils')` (src/heap_utils.cc): a page cannot look into its own heap. */
import type { BindingFactory } from '../environment.ts';
import { unimplementedFunction } from '../from_shape.ts';

const NATIVES = ['buildEmbedderGraph', 'triggerHeapSnapshot', 'createHeapSnapshotStream'];

export const binding: BindingFactory = (environment) =>
  Object.fromEntries(NATIVES.map((name) => [name, unimplementedFunction(environment, `heap_utils.${name}`, name)]));
