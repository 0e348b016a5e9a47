/**
 * Where code that may be interrupted asks whether it is: at the start of each round of a loop, of each function, and of
 * each `catch`, which must not keep what interrupts. A page's thread cannot be interrupted from outside.
 */
import type * as acorn from 'acorn';
import { forEachChild, parseScript } from './module_parser.ts';
import type { SourceEdit } from './source_edits.ts';

const loops = ['WhileStatement', 'DoWhileStatement', 'ForStatement', 'ForInStatement', 'ForOfStatement'];
const functions = ['FunctionDeclaration', 'FunctionExpression', 'ArrowFunctionExpression'];

/** None for a script that the engine reads and this parser does not. */
export function scriptInterruptionEdits(source: string, services: string): SourceEdit[] {
  try {
    return interruptionEdits(parseScript(source).ast, services);
  } catch {
    return [];
  }
}

/** `services`: the expression that the services stand under; its `c` is called. */
export function interruptionEdits(ast: acorn.Program, services: string): SourceEdit[] {
  const edits: SourceEdit[] = [];
  const insert = (at: number, text: string) => edits.push({ start: at, end: at, text });
  const check = `;${services}.c();`;

  function guardBlock({ start, body }: acorn.BlockStatement): void {
    const directives = body.filter((node) => node.type === 'ExpressionStatement' && node.directive);
    insert(directives.at(-1)?.end ?? start + 1, check);
  }

  function guard(body: acorn.Node): void {
    if (body.type === 'BlockStatement') guardBlock(body as acorn.BlockStatement);
    else {
      insert(body.start, `{${check}`);
      insert(body.end, '}');
    }
  }

  function visit(node: acorn.Node): void {
    const { body } = node as { body?: acorn.Node };
    if (loops.includes(node.type)) guard(body as acorn.Node);
    else if (node.type === 'CatchClause') guardBlock((node as acorn.CatchClause).body);
    else if (functions.includes(node.type)) {
      if (body?.type === 'BlockStatement') guardBlock(body as acorn.BlockStatement);
      else if (body !== undefined) {
        insert(body.start, `(${services}.c(),`);
        insert(body.end, ')');
      }
    }
    forEachChild(node, visit);
  }

  visit(ast);
  return edits;
}
