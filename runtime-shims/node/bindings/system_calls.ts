/** The process's own system calls, for the programs of /bin that need what Node has no API for. Not one of Node's. */
import type { BindingFactory } from '../environment.ts';

export const binding: BindingFactory = (environment) => ({ kernel: environment.kernel });
