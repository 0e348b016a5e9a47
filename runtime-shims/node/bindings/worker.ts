/** `internalBinding('worker')` (src/node_worker.cc) as the main thread sees it; there are no other threads yet. */
import { asyncWrapOf } from '../async_wrap.ts';
import type { BindingFactory } from '../environment.ts';

export const binding: BindingFactory = (environment) => {
  const AsyncWrap = asyncWrapOf(environment);

  class Worker extends AsyncWrap {
    constructor() {
      environment.unimplemented('worker.Worker');
      super('WORKER');
    }
  }

  return {
    resourceLimits: undefined,
    ownsProcessState: true,
    isInternalThread: false,
    isMainThread: true,
    threadName: '',
    threadId: 0,
    Worker,
    getEnvMessagePort: () => undefined,
    kMaxYoungGenerationSizeMb: 0,
    kMaxOldGenerationSizeMb: 1,
    kCodeRangeSizeMb: 2,
    kStackSizeMb: 3,
    kTotalResourceLimitCount: 4,
  };
};
