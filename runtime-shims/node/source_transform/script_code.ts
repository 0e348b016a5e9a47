/** What a classic script declares for those that follow it. */
import type * as acorn from 'acorn';
import { declaredNames, forEachChild, parseScript, patternNames } from './module_parser.ts';

export interface ScriptDeclarations {
  /** Top-level `let`, `const`, `class`: they outlive the script without being properties of the global object. */
  lexical: { name: string; isConstant: boolean }[];
  variables: string[];
  functions: string[];
  /** Names assigned anywhere: without a declaration they become properties of the global object. */
  assigned: Set<string>;
  /** It begins with `'use strict'`. */
  isStrict: boolean;
  /** Where a statement can be put without ending the directive prologue. */
  bodyStart: number;
}

export function scriptDeclarations(source: string): ScriptDeclarations | undefined {
  let ast: acorn.Program;
  let assigned: Set<string>;
  try {
    const parsed = parseScript(source);
    ast = parsed.ast;
    assigned = parsed.parser.assignedNames;
  } catch {
    return undefined;
  }
  const found: ScriptDeclarations = {
    lexical: [],
    variables: [],
    functions: [],
    assigned,
    isStrict: false,
    bodyStart: source.startsWith('#!') ? source.search(/\n|$/) : 0,
  };
  for (const node of ast.body) {
    if (node.type === 'ExpressionStatement' && node.directive) {
      found.bodyStart = node.end;
      if (node.directive === 'use strict') found.isStrict = true;
    } else if (node.type === 'FunctionDeclaration') {
      found.functions.push(node.id.name);
    } else if (node.type === 'ClassDeclaration') {
      found.lexical.push({ name: node.id.name, isConstant: false });
    } else if (node.type === 'VariableDeclaration' && node.kind !== 'var') {
      for (const name of declaredNames(node)) found.lexical.push({ name, isConstant: node.kind !== 'let' });
    }
    collectVariables(node, found.variables);
  }
  return found;
}

/** `var` names of a script, which may stand in any block. */
function collectVariables(node: acorn.Node, names: string[]): void {
  if (node.type === 'VariableDeclaration' && (node as acorn.VariableDeclaration).kind === 'var') {
    for (const { id } of (node as acorn.VariableDeclaration).declarations) patternNames(id, names);
    return;
  }
  if (node.type.startsWith('Class')) return;
  forEachChild(node, (child) => {
    if (!/Function|Expression$/.test(child.type)) collectVariables(child, names);
  });
}

/** May the script declare `let`, `const` or `class` at its top level? */
export function mayDeclareLexically(source: string): boolean {
  return /\b(?:let|const|class|using)\b/.test(source);
}

/**
 * A statement that hands accessors of the script's lexical declarations to `register`. A class declaration has no
 * completion value, so the script's own stays.
 */
export function lexicalRegistration(lexical: ScriptDeclarations['lexical'], register: string): string {
  const accessors = lexical.map(({ name, isConstant }) => {
    const set = isConstant ? 'undefined' : `(v)=>{${name}=v}`;
    return `[${JSON.stringify(name)},()=>${name},${set}]`;
  });
  return `;{class $declarations{static{${register}([${accessors.join(',')}])}}}`;
}
