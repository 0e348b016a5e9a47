/** node_constants.cc: the numbers of the operating system, taken from the pinned native node. */
import type { BindingFactory } from '../environment.ts';
import { completeFromShape } from '../from_shape.ts';

/** As natively: tables without a prototype, whose numbers cannot be written. JSON, in which they come, has no Infinity. */
function asNatively(value: unknown): unknown {
  if (value === null) return Number.POSITIVE_INFINITY;
  if (typeof value !== 'object') return value;
  const copy = Object.create(null);
  for (const [name, inner] of Object.entries(value)) {
    const isTable = typeof inner === 'object' && inner !== null;
    const access = { enumerable: true, writable: isTable, configurable: isTable };
    Object.defineProperty(copy, name, { value: asNatively(inner), ...access });
  }
  return copy;
}

export const binding: BindingFactory = (environment) =>
  asNatively(completeFromShape(environment, 'constants', {})) as Record<string, unknown>;
