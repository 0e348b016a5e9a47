/**
 * Stack traces as the author's text has them: V8's text names what `eval` compiled after `eval`, counts columns of the
 * rewritten text, and shows the generator of a module in a cycle.
 */
import { originalPosition } from './compiled_scripts.ts';

const framePattern = /^( {4}at (?:async )?)(?:(.*?) \()?(.*?):(\d+):(\d+)(\)?)$/;
const generatorFrame = /^ {4}at (?:Async)?Generator\.next \(<anonymous>\)$/;

/** `stack`: V8's text. `isProgram(name)`: is this script the program's, so compiled here? */
export function correctStackTrace(stack: string, isProgram: (name: string) => boolean): string {
  if (!stack.includes('\n    at ')) return stack;
  const lines: string[] = [];
  let isModuleBody = false;
  for (const line of stack.split('\n')) {
    if (isModuleBody && generatorFrame.test(line)) continue;
    // Code that a program gave to `eval` itself: V8 says where, and the position is the program's.
    const match = line.includes('(eval at ') ? null : framePattern.exec(line);
    const name = match?.[3];
    if (!match || name === undefined || !isProgram(name)) {
      isModuleBody = false;
      lines.push(match ? libraryFrame(match as unknown as Frame) : line);
      continue;
    }
    isModuleBody = match[2] === 'eval';
    lines.push(correctFrame(match as unknown as Frame, name));
  }
  return lines.join('\n');
}

type Frame = [line: string, head: string, functionName: string | undefined, file: string, line: string, column: string];

function correctFrame([, head, functionName, file, line, column]: Frame, name: string): string {
  const position = originalPosition(name, Number(line), Number(column));
  const place = position ? `${position.name}:${position.line}:${position.column}` : `${file}:${line}:${column}`;
  const shown = programFunctionName(functionName);
  return shown === undefined ? `${head}${place}` : `${head}${shown} (${place})`;
}

/** Methods that V8 names by their object natively, and by the assignment or as plain generators here. */
const libraryFunctionNames = new Map([
  ['Module._extensions..js', 'Object..js'],
  ['Module._extensions..json', 'Object..json'],
  ['Object.processTicksAndRejections [as processTicks]', 'process.processTicksAndRejections'],
  ['processTicksAndRejections', 'process.processTicksAndRejections'],
  ['processImmediate', 'process.processImmediate'],
  ['processTimers', 'process.processTimers'],
]);

/** The library's own frames: as it stands, but for the names that V8 gives where it compiled the library itself. */
function libraryFrame([line, head, functionName, file, row, column]: Frame): string {
  if (!file.startsWith('node:') || functionName === undefined) return line;
  const shown = programFunctionName(libraryFunctionNames.get(functionName) ?? functionName);
  return shown === undefined ? `${head}${file}:${row}:${column}` : `${head}${shown} (${file}:${row}:${column})`;
}

/** V8 calls every anonymous function of evaluated code `eval`. */
export function programFunctionName(name: string | undefined): string | undefined {
  if (name === undefined || name === 'eval') return undefined;
  if (name === 'new eval') return 'new <anonymous>';
  const method = /^(.*)\.eval \[as (.*)\]$/.exec(name);
  if (method) return `${method[1]}.${method[2]}`;
  return name.endsWith('.eval') ? `${name.slice(0, -'eval'.length)}<anonymous>` : name;
}
