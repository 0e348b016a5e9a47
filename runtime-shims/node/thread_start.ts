/** What a new thread is told by the one that makes it, before any message (node_worker.cc, Worker::New and WorkerThreadData). */
import type { Environment } from './environment.ts';
import { perEnvironment } from './per_environment.ts';

/** The name of what a thread with its creator's environment waits for. */
export const SHARED_ENVIRONMENT = 'environment';

export interface ThreadStart {
  /** Its environment variables; null: those of its creator, in a buffer that is sent under {@link SHARED_ENVIRONMENT}. */
  env: Record<string, string> | null;
  execArgv: string[];
  /** V8's options, which are those of the whole process. */
  engineOptions: string[];
  /** By kMaxYoungGenerationSizeMb and the other indices of the binding. */
  resourceLimits: number[];
  /** MB that its creator set for the heap's old generation; 0: none. */
  memoryLimit: number;
  name: string;
  /** One of the library's own, for module hooks. */
  isInternal: boolean;
}

export interface OwnThread extends ThreadStart {
  /** `threadId`. */
  number: number;
  /** Kernel's address of the port to its creator. */
  port: number;
}

export const encodeStart = (start: ThreadStart): Uint8Array => new TextEncoder().encode(JSON.stringify(start));

/** The thread that the environment is in; null for a main one. To be asked once it has a process. */
export const ownThreadOf: (environment: Environment) => OwnThread | null = perEnvironment(({ kernel }) => {
  const thread = kernel.thread();
  if (thread === null) return null;
  const start = JSON.parse(new TextDecoder().decode(thread.data)) as ThreadStart;
  return { ...start, number: thread.number, port: thread.port };
});
