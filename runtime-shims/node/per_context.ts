/**
 * What the scripts of internal/per_context export to native code: `emitMessage`, `DOMException`, `QuotaExceededError`.
 * Bootstrap runs each of them with this object as its `exports`.
 */
import type { Environment } from './environment.ts';
import { perEnvironment } from './per_environment.ts';

export interface PerContextExports {
  DOMException?: new (message?: string, name?: string) => Error;
  QuotaExceededError?: new (message?: string, options?: object) => Error;
  emitMessage?: (this: object, data: unknown, ports: unknown[] | undefined, type: string) => void;
}

export const perContextExports: (environment: Environment) => PerContextExports = perEnvironment(() => ({}));
