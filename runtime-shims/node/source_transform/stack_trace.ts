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
    const match = framePattern.exec(line);
    const name = match?.[3];
    if (!match || name === undefined || !isProgram(name)) {
      isModuleBody = false;
      lines.push(line);
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

/** V8 calls every anonymous function of evaluated code `eval`. */
export function programFunctionName(name: string | undefined): string | undefined {
  if (name === undefined || name === 'eval') return undefined;
  if (name === 'new eval') return 'new <anonymous>';
  return name.endsWith('.eval') ? `${name.slice(0, -'eval'.length)}<anonymous>` : name;
}
