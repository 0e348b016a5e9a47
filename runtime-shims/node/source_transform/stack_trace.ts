/**
 * Frames of stack traces as the author's text has them: V8's text names what `eval` compiled after `eval`, and counts
 * columns of the rewritten text.
 */
import { originalPosition } from './compiled_scripts.ts';

const framePattern = /^((?:async )?)(?:(.*?) \()?(.*?):(\d+):(\d+)(\)?)$/;

type Frame = [
  text: string,
  async: string,
  functionName: string | undefined,
  file: string,
  line: string,
  column: string,
];

/** `text`: a frame as V8 writes it, behind `at `. */
export function correctFrame(text: string): string {
  // Code that a program gave to `eval` itself: V8 says where, and the position is the program's.
  const match = text.includes('(eval at ') ? null : (framePattern.exec(text) as Frame | null);
  if (match === null) return text;
  const [, head, functionName, file, line, column] = match;
  const isLibrary = file.startsWith('node:');
  if (isLibrary && functionName === undefined) return text;
  const position = isLibrary ? undefined : originalPosition(file, Number(line), Number(column));
  const place = position ? `${position.name}:${position.line}:${position.column}` : `${file}:${line}:${column}`;
  const known = isLibrary ? libraryFunctionNames.get(functionName ?? '') : undefined;
  const shown = programFunctionName(known ?? functionName);
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

/** V8 calls every anonymous function of evaluated code `eval`. */
function programFunctionName(name: string | undefined): string | undefined {
  // The text of a script of a vm context has a proxy for its `this`.
  if (name === undefined || name === 'eval' || name === 'Proxy.eval') return undefined;
  if (name === 'new eval') return 'new <anonymous>';
  const method = /^(.*)\.eval \[as (.*)\]$/.exec(name);
  if (method) return `${method[1]}.${method[2]}`;
  return name.endsWith('.eval') ? `${name.slice(0, -'eval'.length)}<anonymous>` : name;
}
