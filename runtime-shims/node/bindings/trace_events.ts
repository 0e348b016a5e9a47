/** node_trace_events.cc: there is no tracing agent, and every category is off. */
import type { BindingFactory } from '../environment.ts';
import { completeFromShape } from '../from_shape.ts';

export const binding: BindingFactory = (environment) =>
  completeFromShape(environment, 'trace_events', {
    hasAgent: () => false,
    trace() {},
    isTraceCategoryEnabled: () => false,
    setTraceCategoryStateUpdateHandler() {},
    getCategoryEnabledBuffer: () => new Uint8Array(1),
    getEnabledCategories: () => '',
    available: false,
  });
