/**
 * `Function` and its three kin, whose texts may import: natively the engine asks the embedder for what `import()` means,
 * with the script that called the constructor as its referrer. Here the text is rewritten, as a script's is.
 */
import { captureFrames } from '../call_sites.ts';
import type { Environment } from '../environment.ts';
import { originalPosition } from '../source_transform/compiled_scripts.ts';
import { editEvaluatedText, showAsNative } from '../source_transform/function_text.ts';
import { globalServices } from '../source_transform/global_services.ts';
import { scriptEdits, textServices } from '../source_transform/script_edits.ts';
import { applyEdits } from '../source_transform/source_edits.ts';
import { dynamicImport } from './contextify_dynamic_import.ts';

/** Frames that may lie between the constructor and a script that has a name. */
const SEARCHED_FRAMES = 10;

const heads = [
  ['function', Function],
  ['async function', (async () => {}).constructor],
  ['function*', function* () {}.constructor],
  ['async function*', async function* () {}.constructor],
] as const;

/** Behind the bootstrap, so that Node's library keeps the engine's. */
export function installFunctionConstructors(environment: Environment): void {
  const symbols = environment.internalBinding('symbols') as Record<string, symbol>;
  const idSymbol = symbols.vm_dynamic_import_default_internal as symbol;
  /** By referrer. */
  const names = new Map<string, string>();

  function servicesFor(referrer: string): string {
    let name = names.get(referrer);
    if (name === undefined) {
      name = globalServices(environment.global, {
        i: dynamicImport(environment, idSymbol, referrer),
        ...textServices,
      });
      names.set(referrer, name);
    }
    return name;
  }

  function rewritten(head: string, texts: readonly string[], constructor: object): readonly string[] {
    const opening = `${head} anonymous(`;
    const source = `${opening}${texts.slice(0, -1).join(',')}\n) {\n${texts.at(-1) ?? ''}\n}`;
    if (scriptEdits(source, '').length === 0) return texts;
    // Of the whole: `await` in a part alone would be a name.
    const edits = scriptEdits(source, servicesFor(callerOf(constructor)));
    editEvaluatedText(source, edits);
    let next = opening.length;
    return texts.map((text, index) => {
      const start = index === texts.length - 1 ? source.length - '\n}'.length - text.length : next;
      const end = start + text.length;
      next = end + ','.length;
      const own = edits.filter((edit) => edit.start >= start && edit.end <= end);
      return applyEdits(
        text,
        own.map((edit) => ({ ...edit, start: edit.start - start, end: edit.end - start })),
      );
    });
  }

  function standIn(head: string, native: FunctionConstructor): FunctionConstructor {
    const { name, prototype } = native;
    const constructor = function (this: unknown, ...values: unknown[]): unknown {
      const texts = values.map((value) => `${value}`);
      const mayChange = texts.some((text) => /import|eval|await/.test(text));
      const target = new.target === undefined || new.target === constructor ? native : new.target;
      return Reflect.construct(native, mayChange ? rewritten(head, texts, constructor) : texts, target);
    };
    Object.defineProperty(constructor, 'name', { value: name, configurable: true });
    Object.defineProperty(constructor, 'length', { value: 1, configurable: true });
    Object.defineProperty(constructor, 'prototype', { value: prototype, writable: false });
    Object.defineProperty(prototype, 'constructor', { value: constructor });
    showAsNative(constructor, name);
    return constructor as unknown as FunctionConstructor;
  }

  const [base, ...kin] = heads.map(([head, native]) => standIn(head, native as FunctionConstructor));
  for (const constructor of kin) Object.setPrototypeOf(constructor, base as object);
  Object.defineProperty(environment.global, 'Function', { value: base });
}

/** The path or URL of the script that calls `constructor`. */
function callerOf(constructor: object): string {
  const frames = captureFrames(SEARCHED_FRAMES, constructor);
  const name = frames.find(({ scriptName }) => /^(?:\/|file:|\[eval|REPL)/.test(scriptName))?.scriptName ?? '';
  return originalPosition(name, 1, 1)?.name ?? name;
}
