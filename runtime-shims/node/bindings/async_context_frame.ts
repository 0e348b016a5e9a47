/** The slot in which V8 keeps the current async context; here a variable of the process. */
import type { BindingFactory } from '../environment.ts';
import { type ContextSlot, followContextsOfPromises } from '../promise_context.ts';

export const binding: BindingFactory = () => {
  const slot: ContextSlot = { frame: undefined };
  let isFollowed = false;
  function followContexts(): void {
    if (isFollowed) return;
    isFollowed = true;
    followContextsOfPromises(slot);
  }
  return {
    /** Of this runtime's own: see library/patches.ts. */
    followContexts,
    getContinuationPreservedEmbedderData: () => slot.frame,
    setContinuationPreservedEmbedderData(value: unknown) {
      slot.frame = value;
      if (value !== undefined) followContexts();
    },
  };
};
