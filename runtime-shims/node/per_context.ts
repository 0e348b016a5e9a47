/** What the scripts of internal/per_context export to native code; bootstrap runs them with one object as `exports`. */
import type { Environment } from './environment.ts';
import { perEnvironment } from './per_environment.ts';

export interface PerContextExports {
  DOMException?: new (message?: string, name?: string) => Error;
  QuotaExceededError?: new (message?: string, options?: object) => Error;
  emitMessage?: (this: object, data: unknown, ports: unknown[] | undefined, type: string) => void;
}

/** Empty until the scripts have run: look at it when it is needed. */
export const perContextExports: (environment: Environment) => PerContextExports = perEnvironment(
  (environment) => (environment as { perContext?: PerContextExports }).perContext ?? {},
);
