/** src/node_locks.cc: the Web Locks of this process. Natively they too are shared by its threads only. */
import type { BindingFactory } from '../environment.ts';

const LOCK_MODE_SHARED = 'shared';
const LOCK_MODE_EXCLUSIVE = 'exclusive';
const LOCK_STOLEN_ERROR = 'LOCK_STOLEN';

interface Lock {
  name: string;
  mode: string;
  clientId: string;
}
interface HeldLock extends Lock {
  reject(error: Error): void;
}
interface Request extends Lock {
  grant(): void;
}

type Callback = (lock: { name: string; mode: string } | null) => unknown;

export const binding: BindingFactory = () => {
  const held = new Map<string, Set<HeldLock>>();
  const pending = new Map<string, Request[]>();

  const heldBy = (name: string): Set<HeldLock> => {
    const locks = held.get(name) ?? new Set();
    held.set(name, locks);
    return locks;
  };
  const queueOf = (name: string): Request[] => {
    const queue = pending.get(name) ?? [];
    pending.set(name, queue);
    return queue;
  };
  const isGrantable = ({ name, mode }: Lock): boolean => {
    const locks = heldBy(name);
    return (
      locks.size === 0 || (mode === LOCK_MODE_SHARED && [...locks].every((lock) => lock.mode === LOCK_MODE_SHARED))
    );
  };
  const grantNext = (name: string): void => {
    const queue = queueOf(name);
    for (let first = queue[0]; first !== undefined && isGrantable(first); first = queue[0]) {
      queue.shift();
      first.grant();
    }
  };

  function request(
    name: string,
    clientId: string,
    mode: string,
    steal: boolean,
    ifAvailable: boolean,
    callback: Callback,
  ): Promise<unknown> {
    const { promise, resolve, reject } = Promise.withResolvers<unknown>();
    const grant = (): void => {
      const lock: HeldLock = { name, mode, clientId, reject };
      heldBy(name).add(lock);
      const release = (): void => {
        if (heldBy(name).delete(lock)) grantNext(name);
      };
      const run = async (): Promise<unknown> => callback({ name, mode });
      run().then(
        (value) => {
          release();
          resolve(value);
        },
        (error: unknown) => {
          release();
          reject(error);
        },
      );
    };
    if (steal) {
      for (const lock of heldBy(name)) lock.reject(new Error(LOCK_STOLEN_ERROR));
      heldBy(name).clear();
      grant();
      return promise;
    }
    const wanted = { name, mode, clientId, grant };
    const isFree = queueOf(name).length === 0 && isGrantable(wanted);
    if (isFree) grant();
    else if (ifAvailable) resolve((async () => callback(null))());
    else queueOf(name).push(wanted);
    return promise;
  }

  const describe = ({ name, mode, clientId }: Lock): Lock => ({ name, mode, clientId });
  return {
    LOCK_MODE_SHARED,
    LOCK_MODE_EXCLUSIVE,
    LOCK_STOLEN_ERROR,
    request,
    query: () =>
      Promise.resolve({
        held: [...held.values()].flatMap((locks) => [...locks].map(describe)),
        pending: [...pending.values()].flatMap((queue) => queue.map(describe)),
      }),
  };
};
