/**
 * The function that a module becomes. It hands out getters of the exported variables, so that they are live and keep
 * their temporal dead zone. In a cycle, where functions are called before their module has run, it is a generator: the
 * call hoists function declarations, the first step hands out the getters, the second evaluates. With top-level await
 * it is async.
 *
 * `$mod` is the module's own services, `$imp` its import bindings by local name, `$fast` its imported namespaces as
 * plain objects of getters (a Proxy's trap costs twenty times as much).
 */
import type * as acorn from 'acorn';
import { rewriteImportReferences } from './import_references.ts';
import { interruptionEdits } from './interruption_checks.ts';
import { defaultLocalName, type ParsedModule } from './module_parser.ts';
import { awaitEdits, evalEdits, type ScriptServices } from './script_edits.ts';
import { applyEdits, blank, type ScriptPositions, type SourceEdit } from './source_edits.ts';

export interface ModuleCode {
  code: string;
  positions: ScriptPositions;
}

export interface ImportPlan {
  isCyclic: boolean;
  /** Local names whose value can change after this module starts, or may not exist yet. */
  live: ReadonlySet<string>;
  /** All other local names: read once, when the evaluation starts. */
  constant: readonly string[];
  namespaces: ReadonlySet<string>;
  mayBeInterrupted?: boolean;
}

/** What the rewritten code calls on `$mod`; `i` and `m` replace a keyword of the same length, so that columns stay. */
export interface ModuleServices extends ScriptServices {
  /** `import.meta` */
  readonly m: object;
  /** Registers the getters of the local exports, in the order of `ParsedModule.localExports`. */
  x(getters: (() => unknown)[]): void;
  /** Gives an anonymous default function its name. */
  n(value: object): void;
  /** Says at which position the module is about to wait for `value`, and gives it back. */
  w(position: number, value: unknown): unknown;
}

function unusedName(source: string, wanted: string): string {
  let name = wanted;
  while (source.includes(name)) name += '$';
  return name;
}

export function generateModuleCode(source: string, module: ParsedModule, plan: ImportPlan): ModuleCode {
  const mod = unusedName(source, '$mod');
  const imp = unusedName(source, '$imp');
  const fast = unusedName(source, '$fast');
  const defaultName = unusedName(source, '$default');
  // First, for the bracket behind what is awaited comes before what else stands there.
  const edits: SourceEdit[] = awaitEdits(module, mod);
  for (const { position, start, end } of module.topLevelAwaits) {
    edits.push({ start, end: start, text: ` ${mod}.w(${position},(` }, { start: end, end, text: '))' });
  }
  let named = '';
  for (const node of module.ast.body) named += editDeclaration(source, node, defaultName, mod, edits);
  for (const node of module.dynamicImports) {
    edits.push({ start: node.start, end: node.start + 'import'.length, text: `${mod}.i` });
  }
  for (const node of module.importMetas) {
    const text = `${mod}.m`.padEnd(node.end - node.start);
    edits.push({ start: node.start, end: node.end, text: text.replaceAll('\n', ' ') });
  }
  edits.push(...evalEdits(module.evalCalls, mod));
  if (plan.mayBeInterrupted) edits.push(...interruptionEdits(module.ast, mod));
  if (plan.live.size > 0 || plan.namespaces.size > 0) {
    const rewriting = {
      live: plan.live,
      namespaces: plan.namespaces,
      reference: (name: string) => `${imp}.${name}`,
      namespace: (name: string) => `${fast}.${name}`,
    };
    edits.push(...rewriteImportReferences(module, rewriting));
  }
  const getters = module.localExports.map(
    ({ localName }) => `()=>${localName === defaultLocalName ? defaultName : localName}`,
  );
  const constants = plan.constant.length > 0 ? `const{${plan.constant.join(',')}}=${imp};` : '';
  const kind = `${module.topLevelAwaits.length > 0 ? 'async ' : ''}function${plan.isCyclic ? '*' : ''}`;
  const registration = `${mod}.x([${getters.join(',')}]);${named}`;
  const pause = plan.isCyclic ? 'yield;' : '';
  const prefix = `(${kind}(${mod},${imp},${fast}){"use strict";${registration}${pause}${constants}`;
  const text = applyEdits(source, edits);
  const body = text.startsWith('#!') ? `//${text.slice(2)}` : text;
  const positions = { prefixLength: prefix.length, source, edits };
  return { code: `${prefix}${body}\n})`, positions };
}

/** Removes `import` and `export` syntax; returns code for the first step. */
function editDeclaration(
  source: string,
  node: acorn.Statement | acorn.ModuleDeclaration,
  defaultName: string,
  mod: string,
  edits: SourceEdit[],
): string {
  // The first character becomes `;` because the line before may rely on `import` or `export` to end its statement.
  const erase = (start: number, end: number) =>
    edits.push({ start, end, text: `;${blank(source.slice(start + 1, end))}` });
  switch (node.type) {
    case 'ImportDeclaration':
    case 'ExportAllDeclaration':
      erase(node.start, node.end);
      break;
    case 'ExportNamedDeclaration':
      erase(node.start, node.declaration ? node.declaration.start : node.end);
      break;
    case 'ExportDefaultDeclaration':
      return editDefault(source, node, defaultName, mod, edits, erase);
    default:
  }
  return '';
}

function editDefault(
  source: string,
  node: acorn.ExportDefaultDeclaration,
  defaultName: string,
  mod: string,
  edits: SourceEdit[],
  erase: (start: number, end: number) => void,
): string {
  const { declaration } = node;
  const isFunction = declaration.type === 'FunctionDeclaration';
  if ((isFunction || declaration.type === 'ClassDeclaration') && declaration.id) {
    erase(node.start, declaration.start);
    return '';
  }
  if (isFunction) {
    erase(node.start, declaration.start);
    const head = /^(?:async\s+)?function\s*\*?/.exec(source.slice(declaration.start));
    const end = declaration.start + (head?.[0].length ?? 'function'.length);
    edits.push({ start: end, end, text: ` ${defaultName}` });
    return `${mod}.n(${defaultName});`;
  }
  // A property definition gives an anonymous function or class the name `default`, as `export default` does.
  const text = `const{default:${defaultName}}={default:`;
  const head = source.slice(node.start, declaration.start);
  const expression = /^export\s+default/.exec(head)?.[0].length ?? 'export default'.length;
  edits.push({
    start: node.start,
    end: node.start + expression,
    text: `;${text}${source.slice(node.start, node.start + expression).replace(/[^\n]/g, '')}`,
  });
  const end = source.slice(declaration.end, node.end).replace(/;\s*$/, '').length + declaration.end;
  edits.push({ start: end, end, text: '};' });
  return '';
}
