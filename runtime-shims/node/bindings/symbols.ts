/** The symbols that the library and the natives agree on (per-isolate symbols in src/env_properties.h). */
import type { BindingFactory } from '../environment.ts';
import { fromShape } from './from_shape.ts';

export const binding: BindingFactory = (environment) =>
  fromShape(environment, 'symbols', environment.shapes['symbols'] ?? {});
