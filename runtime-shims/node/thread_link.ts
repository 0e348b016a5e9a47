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
  /** Gives an object that has arrived, once. */
  take(id: string): unknown;
  /** Called when an object has arrived. */
  onArrival: (() => void) | null;
}

/** Set by who starts the environment in a Worker. */
interface InWorker {
  readonly threadChannel?: ThreadChannel;
}

export const threadLinkOf: (environment: Environment) => ThreadLink = perEnvironment((environment) => {
  const { threadChannel } = environment as Environment & InWorker;
  const arrived = new Map<string, unknown>();
  let last = 0;
  const link: ThreadLink = {
    share(to, object, name) {
      if (threadChannel === undefined) return environment.unimplemented('messaging of shared memory between threads');
      const id = name ?? `${environment.kernel.thread()?.number ?? 0}.${++last}`;
      threadChannel.post(to, { id, object });
      return id;
    },
    has: (id) => arrived.has(id),
    take(id) {
      const object = arrived.get(id);
      arrived.delete(id);
      return object;
    },
    onArrival: null,
  };
  if (threadChannel !== undefined) {
    threadChannel.onmessage = ({ id, object }) => {
      arrived.set(id, object);
      environment.loop.post(() => link.onArrival?.());
    };
  }
  return link;
});
