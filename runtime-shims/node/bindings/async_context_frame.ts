/** The slot in which V8 keeps the current async context; here a variable of the process. */
import type { BindingFactory } from '../environment.ts';

export const binding: BindingFactory = () => {
  let frame: unknown;
  return {
    getContinuationPreservedEmbedderData: () => frame,
    setContinuationPreservedEmbedderData(value: unknown) {
      frame = value;
    },
  };
};
