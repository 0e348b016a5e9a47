/** `internalBinding('stream_wrap')` (src/stream_wrap.cc). */
import type { BindingFactory } from '../environment.ts';
import {
  kArrayBufferOffset,
  kBytesWritten,
  kLastWriteErr,
  kLastWriteWasAsync,
  kReadBytesOrError,
  streamClassesOf,
} from '../stream_base.ts';

export const binding: BindingFactory = (environment) => {
  const { WriteWrap, ShutdownWrap, streamBaseState } = streamClassesOf(environment);
  return {
    ShutdownWrap,
    WriteWrap,
    kReadBytesOrError,
    kArrayBufferOffset,
    kBytesWritten,
    kLastWriteWasAsync,
    kLastWriteErr,
    streamBaseState,
  };
};
