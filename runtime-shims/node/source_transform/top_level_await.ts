/** The places at which a module waits outside of any function. */
import type * as acorn from 'acorn';
import { forEachChild } from './module_parser.ts';

export interface TopLevelAwait {
  /** Where V8 says that the module waits. */
  position: number;
  /** The text of what is waited for. */
  start: number;
  end: number;
}

export function topLevelAwaits(program: acorn.Program): TopLevelAwait[] {
  const found: TopLevelAwait[] = [];
  for (const node of program.body) collect(node, found);
  return found;
}

function collect(node: acorn.Node, found: TopLevelAwait[]): void {
  const typed = node as acorn.AnyNode;
  switch (typed.type) {
    case 'AwaitExpression':
      // To its own end: the argument's own place is without parentheses that may be around it.
      found.push({ position: typed.start, start: typed.start + 'await'.length, end: typed.end });
      break;
    case 'ForOfStatement': {
      if (!typed.await) break;
      const { left, right } = typed;
      const variable = left.type === 'VariableDeclaration' ? (left.declarations[0]?.id ?? left) : left;
      found.push({ position: variable.start, start: right.start, end: right.end });
      break;
    }
    case 'VariableDeclaration':
      if ((typed.kind as string) !== 'await using') break;
      for (const { init } of typed.declarations) {
        if (init) found.push({ position: init.start, start: init.start, end: init.end });
      }
      break;
    case 'FunctionDeclaration':
    case 'FunctionExpression':
    case 'ArrowFunctionExpression':
    case 'StaticBlock':
      return;
    default:
  }
  forEachChild(node, (child) => collect(child, found));
}
