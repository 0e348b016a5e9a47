/** `internalBinding('stream_pipe')` (src/stream_pipe.cc): only http2 joins streams natively, and it is still to come. */
import { asyncWrapOf } from '../async_wrap.ts';
import type { BindingFactory } from '../environment.ts';

export const binding: BindingFactory = (environment) => {
  const AsyncWrap = asyncWrapOf(environment);
  const missing = (name: string) => environment.unimplemented(`stream_pipe.StreamPipe${name}`);

  class StreamPipe extends AsyncWrap {
    constructor() {
      missing('');
      super('STREAMPIPE');
    }
    unpipe(): void {
      missing('.unpipe');
    }
    start(): void {
      missing('.start');
    }
    isClosed(): void {
      missing('.isClosed');
    }
    pendingWrites(): void {
      missing('.pendingWrites');
    }
  }
  return { StreamPipe };
};
