/**
 * Compiling text under a name. A page has one way to do it synchronously and with the right name in stack traces: an
 * indirect `eval` with `//# sourceURL`. Whoever renders stack traces asks {@link originalPosition} for what the author
 * wrote.
 */
import { originalColumn, type ScriptPositions } from './source_edits.ts';

const scripts = new Map<string, ScriptPositions>();
const names = new Set<string>();

export interface Position {
  name: string;
  line: number;
  column: number;
}

/** The author's position for one in a stack trace, or undefined when it needs no correction. */
export function originalPosition(name: string, line: number, column: number): Position | undefined {
  const positions = scripts.get(name);
  if (positions === undefined) return undefined;
  return { name: positions.displayName ?? name, line, column: originalColumn(positions, line, column) };
}

/** Is this the name of a script that was compiled here, and not by an `eval` of the program's? */
export function isCompiledScript(name: string): boolean {
  return names.has(name);
}

/** Every script under its name, as long as no other has it. */
export function rewrittenScripts(): Iterable<ScriptPositions> {
  return scripts.values();
}

/** Texts of scripts that came from no file, for whoever quotes a line of them; the oldest are forgotten. */
const REMEMBERED_TEXTS = 64;
const isFile = /^(?:\/|file:|node:)/;
const texts = new Map<string, string>();

function rememberText(name: string, text: string): void {
  texts.delete(name);
  texts.set(name, text);
  const [oldest] = texts.size > REMEMBERED_TEXTS ? texts.keys() : [];
  if (oldest !== undefined) texts.delete(oldest);
}

export const textOfScript = (name: string): string | undefined => texts.get(name);

/** V8 drops a `sourceURL` that contains white space or quotes. */
function scriptName(name: string): string {
  return /[\s"']/.test(name) ? name.replace(/[\s"']/g, encodeURIComponent).replaceAll("'", '%27') : name;
}

function withName(code: string, name: string, positions: ScriptPositions | undefined): string {
  const encoded = scriptName(name);
  if (encoded !== name) {
    scripts.set(encoded, { ...(positions ?? { prefixLength: 0, source: '', edits: [] }), displayName: name });
  } else if (positions !== undefined) {
    scripts.set(name, positions);
  } else {
    scripts.delete(name);
  }
  names.add(encoded);
  if (!isFile.test(name)) rememberText(name, positions?.source || code);
  return encoded === '' ? code : `${code}\n//# sourceURL=${encoded}`;
}

// The engine's own, whatever a program later puts in its place.
// biome-ignore lint/security/noGlobalEval: a page has no other way to compile a program's text under its own name.
const indirectEval: (code: string) => unknown = globalThis.eval;
export const NativeFunction = globalThis.Function;

/** Runs `code` as a script would and returns its completion value; top-level `let` and `const` stay inside. */
export function evaluateScript(code: string, name: string, positions?: ScriptPositions): unknown {
  return indirectEval(withName(code, name, positions));
}

/** For code that is evaluated elsewhere (a direct eval). */
export function nameScript(code: string, name: string, positions?: ScriptPositions): string {
  return withName(code, name, positions);
}

/** Parses `code` as a function body without running it; throws the engine's SyntaxError. */
export function checkSyntax(code: string): void {
  new NativeFunction(code);
}

/** The `sourceMappingURL` magic comment of a source, or undefined. */
export function sourceMapUrl(source: string): string | undefined {
  const at = source.lastIndexOf('sourceMappingURL=');
  if (at < 4) return undefined;
  const match = /^\/[/*][#@][ \t]$/.exec(source.slice(at - 4, at));
  if (match === null) return undefined;
  return /^[^\s'"*]+/.exec(source.slice(at + 'sourceMappingURL='.length))?.[0];
}

/** V8 accepts `#!` only at the start of a script, and a wrapped script no longer starts there. */
export function withoutHashbang(source: string): string {
  return source.charCodeAt(0) === 0x23 && source.charCodeAt(1) === 0x21 ? `//${source.slice(2)}` : source;
}
