/**
 * Where a SyntaxError is. The engine's own parser does not tell a page, so the source is parsed a second time, only
 * then, and only for the position; the message stays the engine's.
 */
import { tokenizer } from 'acorn';
import { checkSyntax, withoutHashbang } from './compiled_scripts.ts';
import { parseScript } from './module_parser.ts';

export interface SourceRange {
  name: string;
  source: string;
  start: number;
  end: number;
}

const locations = new WeakMap<object, SourceRange>();

export function locateSyntaxError(error: Error, name: string, source: string, start: number, end: number): Error {
  locations.set(error, { name, source, start, end });
  return error;
}

/** The message that Node puts before the stack: file, line, the source line and carets (src/node_errors.cc). */
export function arrowMessage(error: unknown): string | undefined {
  const range = typeof error === 'object' && error !== null ? locations.get(error) : undefined;
  if (range === undefined) return undefined;
  const { name, source, start, end } = range;
  const lineStart = source.lastIndexOf('\n', start - 1) + 1;
  const nextLine = source.indexOf('\n', start);
  const line = source.slice(lineStart, nextLine === -1 ? source.length : nextLine).replace(/\r$/, '');
  const lineNumber = source.slice(0, lineStart).split('\n').length;
  // Tabs are kept so that the carets stand below their characters.
  const indent = line.slice(0, start - lineStart).replace(/[^\t]/g, ' ');
  // At the end of the input there is nothing to point at.
  const width = Math.max(0, Math.min(end, lineStart + line.length) - start);
  return `${name}:${lineNumber}\n${line}\n${indent}${'^'.repeat(width)}\n`;
}

interface AcornError extends SyntaxError {
  pos: number;
  raisedAt: number;
}

function isAcornError(error: unknown): error is AcornError {
  return error instanceof SyntaxError && typeof (error as Partial<AcornError>).pos === 'number';
}

interface TokenRange {
  start: number;
  end: number;
  kind: string;
}

/** The token at `position` and the one before it; acorn's tokenizer may itself stop at a bad character. */
function tokensAt(source: string, position: number): { token?: TokenRange; previous?: TokenRange } {
  let previous: TokenRange | undefined;
  try {
    for (const { start, end, type } of tokenizer(source, { ecmaVersion: 'latest', allowHashBang: true })) {
      const token = { start, end, kind: type.keyword ?? type.label };
      if (start >= position) return { token, previous };
      previous = token;
    }
  } catch {
    // The position alone has to do.
  }
  return { previous };
}

/** Finds the position of an engine's SyntaxError. `null`: acorn sees no error. */
export function findSyntaxError(
  source: string,
  message: string,
  sourceType: 'script' | 'module' | 'commonjs',
): { start: number; end: number; atEnd: boolean } | null {
  try {
    parseScript(source, sourceType);
    return null;
  } catch (error) {
    if (!isAcornError(error)) return null;
    const { token, previous } = tokensAt(source, error.pos);
    if (message === 'missing ) after argument list' && previous) return { ...previous, atEnd: false };
    const atEnd = error.pos >= source.trimEnd().length;
    let end = token?.start === error.pos ? token.end : error.pos + 1;
    // V8 points at the whole of a string without an end; arrows stop at the line's.
    if (error.message.startsWith('Unterminated string')) end = source.length;
    return { start: error.pos, end: Math.min(end, source.length), atEnd };
  }
}

/** Gives an engine's SyntaxError its position and mends what wrapping did to the message. */
export function locateEngineError(
  error: unknown,
  name: string,
  source: string,
  sourceType: 'script' | 'commonjs',
): unknown {
  if (!(error instanceof SyntaxError)) return error;
  const place = findSyntaxError(source, error.message, sourceType);
  if (place === null) return error;
  if (place.atEnd && /^Unexpected token '[})]'$/.test(error.message)) {
    const message = 'Unexpected end of input';
    const stack = error.stack?.replace(error.message, message);
    error.message = message;
    Object.defineProperty(error, 'stack', { value: stack, writable: true, configurable: true });
  }
  return locateSyntaxError(error, name, source, place.start, place.end);
}

/** V8's message for what acorn found in a module. */
export function createModuleSyntaxError(error: unknown, name: string, source: string): unknown {
  if (!isAcornError(error)) return error;
  const engineMessage = moduleMessageOfEngine(source);
  const { token, previous } = tokensAt(source, error.pos);
  const message = engineMessage ?? translateMessage(error, source, token);
  const located = new SyntaxError(message);
  if (message === 'missing ) after argument list' && previous) {
    return locateSyntaxError(located, name, source, previous.start, previous.end);
  }
  const end = token?.start === error.pos ? token.end : error.pos + 1;
  return locateSyntaxError(located, name, source, error.pos, end);
}

/** Asks the engine, with the declarations that only a module may have put out of its way. */
function moduleMessageOfEngine(source: string): string | undefined {
  const body = withoutHashbang(source)
    .replace(/^([ \t]*)import\b(?!\s*[(.])[^;'"\n]*(?:\n[^;'"]*)?(['"])[^'"\n]*\2(?:\s*with\s*\{[^}]*\})?/gm, '$1')
    .replace(/^([ \t]*)export\s+default\b/gm, '$1void ')
    .replace(/^([ \t]*)export\s+(?=(?:const|let|var|function|class|async)\b)/gm, '$1')
    .replace(/^([ \t]*)export\s*(?:\*[^;'"\n]*|\{[^}]*\})(?:\s*from\s*(['"])[^'"\n]*\2)?/gm, '$1')
    .replaceAll('import.meta', 'import_meta');
  try {
    checkSyntax(`return async function*(){"use strict";${body}\n}`);
  } catch (error) {
    const { message } = error as Error;
    if (/outside a module|Unexpected token 'export'/.test(message)) return undefined;
    return message === "Unexpected token '}'" ? undefined : message;
  }
  return undefined;
}

function translateMessage(error: AcornError, source: string, token: TokenRange | undefined): string {
  const message = error.message.replace(/ \(\d+:\d+\)$/, '');
  if (message.startsWith("Identifier '")) return message;
  if (message.startsWith('Unterminated string')) return 'Invalid or unexpected token';
  if (message.startsWith('Unterminated template')) return 'Unterminated template literal';
  if (message.startsWith('Unexpected character')) return 'Invalid or unexpected token';
  if (message.startsWith("'return' outside")) return 'Illegal return statement';
  const duplicate = /^Duplicate export '(.*)'$/.exec(message);
  if (duplicate) return `Duplicate export of '${duplicate[1]}'`;
  const missing = /^Export '(.*)' is not defined$/.exec(message);
  if (missing) return `Export '${missing[1]}' is not defined in module`;
  if (message !== 'Unexpected token') return message;
  if (error.pos >= source.trimEnd().length) return 'Unexpected end of input';
  if (token === undefined) return 'Invalid or unexpected token';
  const text = source.slice(token.start, token.end);
  if (token.kind === 'string') return 'Unexpected string';
  if (token.kind === 'num') return 'Unexpected number';
  if (token.kind === 'name') return `Unexpected identifier '${text}'`;
  return `Unexpected token '${text}'`;
}
