/** File, line and caret of where an exception was thrown, as GetErrorSource of src/node_errors.cc puts them over reports. */
import type { Environment } from './environment.ts';
import { sourceLine } from './source_line.ts';
import { throwPositionOf } from './throw_position.ts';

/** Lines behind the making of an error in which its `throw` is looked for. */
const FURTHEST_THROW = 20;

/** `line` counts from 1, `column` from 0. */
interface Position {
  line: number;
  column: number;
}

type LineOf = (name: string, line: number) => string | undefined;

/** `fromPromise`: it is the reason of a rejection that nobody handled. Undefined where nothing is known. */
export function arrowOf(environment: Environment, error: unknown, fromPromise: boolean): string | undefined {
  const lineOf: LineOf = (name, line) => sourceLine(environment, name, line);
  if (error instanceof Error) return arrowOfStack(String(error.stack), !fromPromise, lineOf);
  // A rejection comes from where the library says so.
  if (fromPromise) return arrowOfStack(String(new Error().stack), false, lineOf);
  const position = throwPositionOf(error);
  return position && arrowAt(position.name, { line: position.line, column: position.column - 1 }, lineOf);
}

/** By the first frame. `findThrow`: at the `throw` that belongs to it. */
export function arrowOfStack(stack: string, findThrow: boolean, lineOf: LineOf): string | undefined {
  const frame = /^ {4}at (?:.*? \()?(?:async )?((?:file:\/\/)?[^()\n]*?):(\d+):(\d+)\)?$/m.exec(stack);
  if (!frame) return undefined;
  const [, name = '', line = '', column = ''] = frame;
  const made = { line: Number(line), column: Number(column) - 1 };
  return arrowAt(name, findThrow ? thrown(name, made, lineOf) : made, lineOf);
}

function arrowAt(name: string, { line: shown, column: caret }: Position, lineOf: LineOf): string | undefined {
  const text = lineOf(name, shown);
  if (text === undefined || text.includes('node-do-not-add-exception-line')) return undefined;
  return `${name}:${shown}\n${text}\n${text.slice(0, caret).replace(/[^\t]/g, ' ')}^\n`;
}

/** V8 points at the `throw` statement; the stack only knows where the error was made, mostly in the lines before. */
function thrown(name: string, made: Position, lineOf: LineOf): Position {
  const text = lineOf(name, made.line) ?? '';
  const before = text.slice(0, made.column);
  const same = before.lastIndexOf('throw ');
  if (same >= 0 && /^throw (?:new )?$/.test(before.slice(same))) return { ...made, column: same };
  const variable = /(?:const|let|var)\s+([\w$]+)\s*=\s*(?:new )?$/.exec(before)?.[1];
  if (variable === undefined) return made;
  const throws = new RegExp(`^\\s*throw [^;]*\\b${variable.replaceAll('$', '\\$')}\\b`);
  const indentation = text.search(/\S/);
  for (let line = made.line + 1; line <= made.line + FURTHEST_THROW; line++) {
    const later = lineOf(name, line);
    const start = later?.search(/\S/) ?? -1;
    if (later === undefined || (start >= 0 && start < indentation)) break;
    if (throws.test(later)) return { line, column: start };
  }
  return made;
}
