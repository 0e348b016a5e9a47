/** Assignments: variables, elements of arrays, whole arrays. */
import type { Interpreter } from './interpreter.ts';
import type { Assignment } from './syntax.ts';

/** `declaration`: the words of the builtin whose argument this is, where it is one. */
export function assign(shell: Interpreter, assignment: Assignment, declaration: readonly string[] = []): void {
  const { state, expansion } = shell;
  const { name, append, elements, index } = assignment;
  if (elements) {
    const local =
      declaration[0] === 'local' || (state.locals.length > 0 && /^(?:declare|typeset)$/.test(declaration[0] ?? ''));
    if (local) state.locals.at(-1)?.set(name, copyOf(shell, name));
    if (declaration.some((word) => /^-\w*A/.test(word))) {
      state.variables.delete(name);
      state.array(name).associative = true;
    }
    assignElements(shell, assignment);
    return;
  }
  const value = expansion.text(assignment.value);
  if (index) {
    const key = expansion.key(name, index);
    const before = append ? (state.elements(name).get(key) ?? '') : '';
    state.setElement(name, key, before + value);
    return;
  }
  const integer = state.variables.get(name)?.integer ?? false;
  const before = append ? (state.get(name) ?? '') : '';
  if (!integer) state.set(name, before + value);
  else state.set(name, String(expansion.evaluate(append ? `${before || 0}+(${value})` : value)));
}

function copyOf(shell: Interpreter, name: string) {
  const before = shell.state.variables.get(name);
  const saved = shell.state.locals.at(-1);
  if (saved?.has(name)) return saved.get(name);
  return before && { ...before, ...(before.elements ? { elements: new Map(before.elements) } : {}) };
}

function assignElements(shell: Interpreter, { name, append, elements = [] }: Assignment): void {
  const { state, expansion } = shell;
  const pairs: [Assignment['index'], string][] = elements.flatMap(
    ({ index, value }): [Assignment['index'], string][] =>
      index ? [[index, expansion.text(value)]] : expansion.fields([value]).map((field) => [undefined, field]),
  );
  const variable = state.array(name);
  if (!append) variable.elements = new Map();
  const target = variable.elements ?? new Map<string, string>();
  let next = Math.max(-1, ...[...target.keys()].map(Number).filter(Number.isInteger)) + 1;
  for (const [index, value] of pairs) {
    const key = index ? expansion.key(name, index) : String(next);
    target.set(key, value);
    if (/^\d+$/.test(key)) next = Number(key) + 1;
  }
}
