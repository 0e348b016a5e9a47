/**
 * What a program writes to its console, as values, told to whoever looks on: no native of Node's. A process whose
 * environment names a file in WARDIAN_CONSOLE_TRACE that exists appends one JSON array a line there:
 *
 *     [PID, NAME, LEVEL, DEPTH, AT, VALUE, …]
 *
 * NAME is the program's file, LEVEL the console's method ('log', 'info', 'debug', 'warn', 'error'), DEPTH that of
 * console.group, AT where in the program (FILE:LINE, '' when unknown), each VALUE as console_value.ts has it.
 */
import { O_APPEND, O_WRONLY } from '../../kernel/constants.ts';
import type { BindingFactory } from '../environment.ts';
import { programLine } from '../program_line.ts';
import { type ConsoleValue, consoleValue, type Inspection } from './console_value.ts';

const LEVELS = ['log', 'info', 'debug', 'warn', 'error'] as const;
/** Bytes after which the rest of a process's life is not told. */
const LARGEST_TRACE = 4 * 1024 * 1024;

export const binding: BindingFactory = (environment) => {
  const { kernel, process } = environment;
  const fd = kernel.open(String(process.env['WARDIAN_CONSOLE_TRACE']), O_WRONLY | O_APPEND, 0);
  if (fd < 0) return {};
  const inspection = environment.requireBuiltin('util') as Inspection;
  const encoder = new TextEncoder();
  const { console } = environment.global;
  const [, main = '-e'] = kernel.argv();
  const name = main.slice(main.lastIndexOf('/') + 1);
  let written = 0;
  let depth = 0;

  const tell = (level: string, values: readonly unknown[]) => {
    if (written > LARGEST_TRACE) return;
    const told: ConsoleValue[] = values.map((value) => consoleValue(value, inspection));
    const line = encoder.encode(
      `${JSON.stringify([kernel.pid, name, level, Math.max(0, depth), programLine(), ...told])}\n`,
    );
    written += line.length;
    kernel.write(fd, line, -1);
  };
  /** Puts `told` before a method of the console, which stays what it is to the program. */
  const before = (method: keyof Console, told: (values: readonly unknown[]) => void) => {
    const original = console[method] as (...values: unknown[]) => unknown;
    const value = {
      [method](...values: unknown[]) {
        told(values);
        return Reflect.apply(original, console, values);
      },
    }[method];
    Object.defineProperty(console, method, { value, writable: true, enumerable: true, configurable: true });
  };
  for (const level of LEVELS) before(level, (values) => tell(level, values));
  before('dir', ([value]) => tell('log', [value]));
  for (const method of ['group', 'groupCollapsed'] as const) {
    // A group's title is written by `log`, still outside of it.
    const original = console[method];
    console[method] = (...values: unknown[]) => {
      Reflect.apply(original, console, values);
      depth += 1;
    };
  }
  before('groupEnd', () => {
    depth -= 1;
  });
  return {};
};
