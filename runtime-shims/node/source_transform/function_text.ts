/**
 * `Function.prototype.toString`: of a function whose text was rewritten, what its author wrote. Programs send functions'
 * text elsewhere (a page rendered on a server, a worker), where the rewritten names mean nothing.
 */
import { rewrittenScripts } from './compiled_scripts.ts';
import { applyEdits, type ScriptPositions, type SourceEdit } from './source_edits.ts';

const nativeToString = Function.prototype.toString;
const { apply } = Reflect;

/** The names that rewriting brings in (module_code.ts, contextify.ts, vm_context.ts). */
const rewrittenName = /\$(?:mod\d*|imp|fast|default|vm)\b/;

/** Texts given to `eval` and `Function`, which have no names; the oldest are forgotten. */
const REMEMBERED_TEXTS = 256;
const evaluatedTexts = new Map<string, ScriptPositions>();
/** What was found last comes first: whoever asks for one function of a script asks for the next. */
let lastFound: ScriptPositions | undefined;
const authorsTexts = new WeakMap<object, string>();

/** Applies `edits` to a text that is evaluated without a name. */
export function editEvaluatedText(source: string, edits: SourceEdit[]): string {
  evaluatedTexts.delete(source);
  evaluatedTexts.set(source, { prefixLength: 0, source, edits });
  const [oldest] = evaluatedTexts.size > REMEMBERED_TEXTS ? evaluatedTexts.keys() : [];
  if (oldest !== undefined) evaluatedTexts.delete(oldest);
  return applyEdits(source, edits);
}

/** The part of the author's source that became `text`, or undefined when the script does not contain it; its edits are in order. */
export function authorsText({ source, edits }: ScriptPositions, text: string): string | undefined {
  const start = applyEdits(source, [...edits]).indexOf(text);
  if (start === -1) return undefined;
  return source.slice(sourcePosition(edits, start), sourcePosition(edits, start + text.length));
}

/** A function neither begins nor ends within a replacement. `edits` in the order of their positions. */
function sourcePosition(edits: readonly SourceEdit[], generated: number): number {
  let shift = 0;
  for (const { start, end, text } of edits) {
    if (start + shift + text.length > generated) break;
    shift += text.length - (end - start);
  }
  return generated - shift;
}

function* candidates(): Generator<ScriptPositions> {
  if (lastFound !== undefined) yield lastFound;
  yield* evaluatedTexts.values();
  for (const positions of rewrittenScripts()) if (positions.edits.length > 0) yield positions;
}

function findAuthorsText(text: string): string {
  for (const positions of candidates()) {
    const found = authorsText(positions, text);
    if (found === undefined) continue;
    lastFound = positions;
    return found;
  }
  return text;
}

const replacement = {
  toString(this: unknown): string {
    const known = authorsTexts.get(this as object);
    if (known !== undefined) return known;
    const text = apply(nativeToString, this, []) as string;
    if (!rewrittenName.test(text)) return text;
    const found = findAuthorsText(text);
    authorsTexts.set(this as object, found);
    return found;
  },
};

/** Shows a function that was compiled from `text` differently, as with another line for its head. */
export function showText(compiled: object, text: string): void {
  authorsTexts.set(compiled, text);
}

/** Shows a function of ours as what it stands for: the engine's own. */
export function showAsNative(stand: object, name: string): void {
  authorsTexts.set(stand, `function ${name}() { [native code] }`);
}

/** Behind the bootstrap: Node's library keeps the engine's own. */
export function installFunctionText(): void {
  showAsNative(replacement.toString, 'toString');
  Object.defineProperty(Function.prototype, 'toString', {
    value: replacement.toString,
    writable: true,
    enumerable: false,
    configurable: true,
  });
}
