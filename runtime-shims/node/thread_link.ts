/**
 * How the threads of a process hand each other what no bytes can carry: shared memory and WebAssembly modules. The
 * messages themselves go through the kernel (message_port.ts); these objects travel beside them as the browser's own
 * messages, by way of the supervisor, and each message names those that it waits for.
 */
import type { Environment } from './environment.ts';
import { perEnvironment } from './per_environment.ts';

/** What a Worker gives to its environment. */
export interface ThreadChannel {
  /** Sends to the thread (or process) of that kernel id; 0: to all others of the process. */
  post(to: number, message: SharedObject): void;
  /** Receives what others sent. */
  onmessage: ((message: SharedObject) => void) | null;
  /** Blocks until all that was posted is on its way. */
  flush(): void;
}

export interface SharedObject {
  id: string;
  object: unknown;
}

export interface ThreadLink {
  /** Sends an object; the name under which it arrives, a new one unless given. */
  share(to: number, object: unknown, name?: string): string;
  has(id: string): boolean;
  /** Gives an object that has arrived, once unless it came for all. */
  take(id: string): unknown;
  /** Called when an object has arrived. */
  onArrival: (() => void) | null;
}

/** Names of objects for all threads begin so: each port of a broadcast takes them, in the sender's thread as well. */
const FOR_ALL = '*';
/** How many of those a thread keeps, for it does not know who is still to take them. */
const KEPT = 1024;

/** Set by who starts the environment in a Worker. */
interface InWorker {
  readonly threadChannel?: ThreadChannel;
}

export const threadLinkOf: (environment: Environment) => ThreadLink = perEnvironment((environment) => {
  const { threadChannel } = environment as Environment & InWorker;
  const arrived = new Map<string, unknown>();
  const forAll = new Map<string, unknown>();
  let last = 0;

  function arrive(id: string, object: unknown): void {
    if (!id.startsWith(FOR_ALL)) {
      arrived.set(id, object);
      return;
    }
    forAll.set(id, object);
    const [oldest] = forAll.size > KEPT ? forAll.keys() : [];
    if (oldest !== undefined) forAll.delete(oldest);
  }

  const link: ThreadLink = {
    share(to, object, name) {
      if (threadChannel === undefined) return environment.unimplemented('messaging of shared memory between threads');
      const own = `${environment.kernel.thread()?.number ?? 0}.${++last}`;
      const id = name ?? (to === 0 ? `${FOR_ALL}${own}` : own);
      if (id.startsWith(FOR_ALL)) arrive(id, object);
      threadChannel.post(to, { id, object });
      return id;
    },
    has: (id) => arrived.has(id) || forAll.has(id),
    take(id) {
      if (id.startsWith(FOR_ALL)) return forAll.get(id);
      const object = arrived.get(id);
      arrived.delete(id);
      return object;
    },
    onArrival: null,
  };
  if (threadChannel !== undefined) {
    threadChannel.onmessage = ({ id, object }) => {
      arrive(id, object);
      environment.loop.post(() => link.onArrival?.());
    };
  }
  return link;
});
