/**
 * What is replaced in a script, a function or a text given to `eval`: `import(…)`, what is awaited, and the text that a
 * direct `eval` gets, which may contain another. Most texts have none of these, and then cost one search.
 */
import { parse as lex } from 'es-module-lexer/js';
import { awaited, awaitedIterable } from '../awaited.ts';
import { editEvaluatedText } from './function_text.ts';
import {
  type AwaitedText,
  type EvalCall,
  mayAwait,
  mayCallEval,
  type ParsedModule,
  parseScript,
} from './module_parser.ts';
import type { SourceEdit } from './source_edits.ts';

/** What replaced code calls, under a name of its own. */
export interface ScriptServices {
  /** `import(…)` */
  i(specifier: unknown, options?: unknown): Promise<unknown>;
  /** The text for a direct `eval`. */
  e: typeof evaluatedText;
  /** Of what is awaited: the promise that the engine would make of it, where somebody follows those. */
  a: typeof awaited;
  /** Of what `for await` goes over. */
  f: typeof awaitedIterable;
  /** Asks whether the script is to be interrupted; of those alone that may be. */
  c?: () => void;
}

/** es-module-lexer's `t` of `import(…)`, and of `import.source(…)`: there the keyword alone is replaced as well. */
const dynamicImportTypes = [2, 5];
// Before any program can change it.
// biome-ignore lint/security/noGlobalEval: compared, not called.
const nativeEval = globalThis.eval;

/** `services`: the expression that the services stand under. */
export function scriptEdits(source: string, services: string): SourceEdit[] {
  const edits = dynamicImportStarts(source).map((start) => ({
    start,
    end: start + 'import'.length,
    text: `${services}.i`,
  }));
  if (!mayCallEval(source) && !mayAwait(source)) return edits;
  try {
    const { parser } = parseScript(source, 'commonjs');
    return [...edits, ...awaitEdits(parser, services), ...evalEdits(parser.evalCalls, services)];
  } catch {
    // The engine says what is wrong with it.
    return edits;
  }
}

function mayImport(source: string): boolean {
  return source.includes('import') && /\bimport\b\s*(?:\(|\/[/*]|\.\s*source\b)/.test(source);
}

function dynamicImportStarts(source: string): number[] {
  if (!mayImport(source)) return [];
  try {
    const [imports] = lex(source);
    return imports.filter((item) => dynamicImportTypes.includes(item.t)).map((item) => item.ss);
  } catch {
    // The lexer guesses where a regular expression begins; the parser knows.
  }
  try {
    return parseScript(source, 'commonjs').parser.dynamicImports.map((node) => node.start);
  } catch {
    return [];
  }
}

export function awaitEdits(
  { awaits, awaitedIterables }: Pick<ParsedModule, 'awaits' | 'awaitedIterables'>,
  services: string,
): SourceEdit[] {
  const wrapped = (service: string) => (place: AwaitedText) => [
    { start: place.start, end: place.start, text: ` ${services}.${service}((` },
    { start: place.end, end: place.end, text: '))' },
  ];
  return [...awaits.flatMap(wrapped('a')), ...awaitedIterables.flatMap(wrapped('f'))];
}

/** The call stays a direct one, so the text keeps its scope. */
export function evalEdits(calls: readonly EvalCall[], services: string): SourceEdit[] {
  return calls.flatMap(({ start, end }) => [
    { start, end: start, text: `${services}.e((` },
    { start: end, end, text: `),eval,${JSON.stringify(services)})` },
  ]);
}

/** What `callee` gets for `text`: if it is the engine's `eval`, imports in it are the services'. */
export function evaluatedText(text: unknown, callee: unknown, services: string): unknown {
  if (typeof text !== 'string' || callee !== nativeEval) return text;
  const edits = scriptEdits(text, services);
  return edits.length === 0 ? text : editEvaluatedText(text, edits);
}

/** The services that are the same for all texts. */
export const textServices = { e: evaluatedText, a: awaited, f: awaitedIterable };
