/**
 * Requests of the file system (FSReqBase in src/node_file.h). An operation is done when its function returns: the kernel
 * answers at once. What is asynchronous is only the telling: `oncomplete` or a promise, one completion of the loop each.
 */
import { type AsyncWrap, asyncWrapOf } from '../../async_wrap.ts';
import type { Environment } from '../../environment.ts';
import { perEnvironment } from '../../per_environment.ts';
import { uvException } from '../../uv_exception.ts';

type PathArgument = string | Uint8Array;

export interface FileSystemRequests {
  readonly kUsePromises: symbol;
  readonly FSReqCallback: new (bigint?: boolean) => AsyncWrap;
  /**
   * Completes `request` (an FSReqCallback, or {@link FileSystemRequests.kUsePromises}) with `value`, or with the error
   * `result` when that is negative. Returns what the binding function returns to JavaScript.
   */
  settle(
    request: unknown,
    result: number,
    value: unknown,
    syscall: string,
    path?: PathArgument,
    dest?: PathArgument,
  ): unknown;
  /** As {@link FileSystemRequests.settle}, with an error object or null. */
  settleWith(request: unknown, error: Error | null, value: unknown): unknown;
  /**
   * For what must wait: `start` is given the functions of which one is to be called within a callback of the loop.
   */
  pending(
    request: unknown,
    start: (resolve: (value: unknown) => void, reject: (error: Error) => void) => void,
  ): unknown;
  /** The sync form of an operation without a result: throws when `result` is an error. */
  check(result: number, syscall: string, path?: PathArgument, dest?: PathArgument): void;
}

interface CallbackRequest extends AsyncWrap {
  oncomplete: unknown;
}

export const fileSystemRequestsOf: (environment: Environment) => FileSystemRequests = perEnvironment((environment) => {
  const AsyncWrap = asyncWrapOf(environment);
  const { loop } = environment;
  const kUsePromises = Symbol('fs_use_promises_symbol');

  class FSReqCallback extends AsyncWrap {
    // `bigint` says in which of the two arrays stats arrive; each stat function is told the same by its own argument.
    constructor(_bigint?: boolean) {
      super('FSREQCALLBACK');
    }

    /** uv_cancel(3) fails for work that has begun, and ours is done: the completion comes as usual. */
    cancel(): void {}
  }

  class FSReqPromise extends AsyncWrap {
    constructor() {
      super('FSREQPROMISE');
    }
  }

  function finishCallback(request: CallbackRequest, error: Error | null, value: unknown): void {
    if (error !== null) AsyncWrap.call(request, request.oncomplete, error);
    else if (value === undefined) AsyncWrap.call(request, request.oncomplete, null);
    else AsyncWrap.call(request, request.oncomplete, null, value);
    AsyncWrap.destroy(request);
  }

  function pending(
    request: unknown,
    start: (resolve: (value: unknown) => void, reject: (error: Error) => void) => void,
  ): unknown {
    if (request === kUsePromises) {
      const wrap = new FSReqPromise();
      AsyncWrap.dispatched(wrap);
      const { promise, resolve, reject } = Promise.withResolvers<unknown>();
      start(
        (value) => {
          AsyncWrap.call(wrap, resolve, value);
          AsyncWrap.destroy(wrap);
        },
        (error) => {
          AsyncWrap.call(wrap, reject, error);
          AsyncWrap.destroy(wrap);
        },
      );
      return promise;
    }
    const wrap = request as CallbackRequest;
    AsyncWrap.dispatched(wrap);
    start(
      (value) => finishCallback(wrap, null, value),
      (error) => finishCallback(wrap, error, undefined),
    );
    return undefined;
  }

  function settleWith(request: unknown, error: Error | null, value: unknown): unknown {
    return pending(request, (resolve, reject) => {
      loop.complete(() => {
        if (error === null) resolve(value);
        else reject(error);
      });
    });
  }

  return {
    kUsePromises,
    FSReqCallback,
    pending,
    settleWith,
    settle(request, result, value, syscall, path, dest) {
      return settleWith(request, result < 0 ? uvException(result, syscall, path, dest) : null, value);
    },
    check(result, syscall, path, dest) {
      if (result < 0) throw uvException(result, syscall, path, dest);
    },
  };
});
