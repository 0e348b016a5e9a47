/**
 * What is replaced in a script, a function or a text given to `eval`: `import(…)`, and the text that a direct `eval` gets,
 * which may contain another. Most texts have neither, and then cost one search.
 */
import { parse as lex } from 'es-module-lexer/js';
import { editEvaluatedText } from './function_text.ts';
import { type EvalCall, mayCallEval, parseScript } from './module_parser.ts';
import type { SourceEdit } from './source_edits.ts';

/** What replaced code calls, under a name of its own. */
export interface ScriptServices {
  /** `import(…)` */
  i(specifier: unknown, options?: unknown): Promise<unknown>;
  /** The text for a direct `eval`. */
  e: typeof evaluatedText;
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
  return mayCallEval(source) ? [...edits, ...evalEdits(evalCallsOf(source), services)] : edits;
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

function evalCallsOf(source: string): readonly EvalCall[] {
  try {
    return parseScript(source, 'commonjs').parser.evalCalls;
  } catch {
    return [];
  }
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
