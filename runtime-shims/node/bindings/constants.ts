/** node_constants.cc: the numbers of the operating system, taken from the pinned native node. */
import type { BindingFactory } from '../environment.ts';
import { completeFromShape } from '../from_shape.ts';

/** As natively: tables without a prototype. */
function withoutPrototypes(value: unknown): unknown {
  if (typeof value !== 'object' || value === null) return value;
  const copy = Object.create(null);
  for (const [name, inner] of Object.entries(value)) copy[name] = withoutPrototypes(inner);
  return copy;
}

export const binding: BindingFactory = (environment) =>
  withoutPrototypes(completeFromShape(environment, 'constants', {})) as Record<string, unknown>;
