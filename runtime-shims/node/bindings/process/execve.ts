/** `process.execve` (Execve in src/node_process_methods.cc): another Worker goes on with this process. */
import { F_GETFD } from '../../../kernel/constants.ts';
import { OPEN_MAX } from '../../../kernel/limits.ts';
import type { Environment } from '../../environment.ts';
import { libraryOf } from '../../library.ts';
import { perEnvironment } from '../../per_environment.ts';
import { permissionPolicyOf } from '../../permission_policy.ts';
import { errnoException } from '../../uv_exception.ts';

const STDERR = 2;

/** Descriptors that the process was started with, below this number: all that it opens itself are closed on exec. */
export const inheritedDescriptorsOf: (environment: Environment) => number = perEnvironment(({ kernel }) => {
  let count = STDERR + 1;
  while (kernel.fcntl(count, F_GETFD, 0) >= 0) count++;
  return count;
});

/** Does not return, for what the process was is gone; throws when the program cannot be run. */
export function execve(environment: Environment, file: string, argv: string[], variables: string[]): never {
  const { kernel } = environment;
  // Here, for the library took this native out of its binding before there was a policy.
  const policy = permissionPolicyOf(environment);
  if (!policy.has('ChildProcess')) throw policy.denied('ChildProcess', file);
  const inherited = inheritedDescriptorsOf(environment);
  const result = kernel.exec(file, argv, variables);
  if (result < 0) throw errnoException(-result, 'execve', file);
  for (let fd = inherited; fd < OPEN_MAX; fd++) kernel.close(fd);
  libraryOf(environment).startAnew();
  const never = new Int32Array(new SharedArrayBuffer(Int32Array.BYTES_PER_ELEMENT));
  for (;;) Atomics.wait(never, 0, 0);
}
