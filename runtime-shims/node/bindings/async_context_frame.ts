/** The slot in which V8 keeps the current async context; here a variable of the process. */
import type { BindingFactory } from '../environment.ts';
import { type ContextSlot, followContextsOfPromises } from '../promise_context.ts';

export const binding: BindingFactory = () => {
  const slot: ContextSlot = { frame: undefined };
  let isFollowed = false;
  return {
    getContinuationPreservedEmbedderData: () => slot.frame,
    setContinuationPreservedEmbedderData(value: unknown) {
      slot.frame = value;
      if (isFollowed || value === undefined) return;
      isFollowed = true;
      followContextsOfPromises(slot);
    },
  };
};
