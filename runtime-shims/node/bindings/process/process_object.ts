/** What C++ puts on `process` when a process begins (PatchProcessObject in src/node_process_object.cc). */
import { commandLineOf } from '../../command_line.ts';
import type { Environment } from '../../environment.ts';
import { NODE } from './executable_path.ts';
import { inheritedDescriptorsOf } from './execve.ts';
import { markProcessStart } from './usage.ts';

/** The inspector's default port; nothing listens there. */
const DEBUG_PORT = 9229;

/** Set by who starts the environment, when node's own options are among the arguments. */
interface CommandLine {
  readonly commandLine?: { argv: readonly string[]; execArgv: readonly string[]; execPath: string };
}

/** `--title`; there may be no command line yet. */
function titleOption(environment: Environment): string {
  const { commandLine } = environment as Environment & CommandLine;
  return commandLine === undefined ? '' : String(commandLineOf(environment).values['--title'] ?? '');
}

export function patchProcessObject(environment: Environment, process: object): void {
  markProcessStart(environment);
  inheritedDescriptorsOf(environment);
  const { kernel } = environment;
  const { commandLine } = environment as Environment & CommandLine;
  const argv = [...(commandLine?.argv ?? kernel.argv())];
  let title = titleOption(environment) || (argv[0] ?? 'node');
  let debugPort = DEBUG_PORT;

  const value = (of: unknown, writable: boolean): PropertyDescriptor => ({
    value: of,
    writable,
    enumerable: true,
    configurable: true,
  });
  Object.defineProperties(process, {
    title: {
      get: () => title,
      set: (text: unknown) => {
        title = String(text);
      },
      enumerable: true,
      configurable: true,
    },
    argv: value(argv, true),
    execArgv: value([...(commandLine?.execArgv ?? [])], true),
    pid: value(kernel.pid, false),
    ppid: { get: () => kernel.getppid(), set() {}, enumerable: true, configurable: true },
    execPath: value(commandLine?.execPath ?? NODE, true),
    debugPort: {
      get: () => debugPort,
      set: (port: unknown) => {
        debugPort = Number(port);
      },
      enumerable: true,
      configurable: true,
    },
  });
  const { versions } = environment.process;
  if (versions !== undefined) Object.defineProperty(process, 'versions', value(versions, false));
}
