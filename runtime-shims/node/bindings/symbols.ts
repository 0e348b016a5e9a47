/** The symbols that the library and the natives agree on (per-isolate symbols in src/env_properties.h). */
import type { BindingFactory } from '../environment.ts';
import { completeFromShape } from '../from_shape.ts';

export const binding: BindingFactory = (environment) => completeFromShape(environment, 'symbols', {});
