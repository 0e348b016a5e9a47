/** export, readonly, local, declare, unset. */
import type { Interpreter } from './interpreter.ts';
import { quoted } from './parameter_operators.ts';
import { ShellError, type Variable } from './state.ts';

const validName = /^[A-Za-z_]\w*$/;

export function assertName(name: string, command: string): void {
  if (!validName.test(name)) throw new ShellError(`${command}: ${name}: bad variable name`, 2);
}

/** `name`, `name=value`, `name+=value`. */
function parts(parameter: string): { name: string; value: string | undefined; append: boolean } {
  const match = /^([^=]*?)(\+?)=(.*)$/s.exec(parameter);
  if (!match) return { name: parameter, value: undefined, append: false };
  return { name: match[1] ?? '', value: match[3] ?? '', append: match[2] === '+' };
}

export function exportVariables(shell: Interpreter, parameters: string[], command: string): number {
  const readonly = command === 'readonly';
  const { state } = shell;
  const list = parameters.filter((parameter) => !/^-[pfna]+$/.test(parameter));
  const removing = parameters.some((parameter) => /^-\w*n/.test(parameter));
  if (!list.length) {
    for (const [name, { value, exported, readonly: fixed, unset: empty }] of [...state.variables].sort()) {
      if (readonly ? fixed : exported) shell.print(`${command} ${name}${empty ? '' : `=${quoted(value)}`}\n`);
    }
    return 0;
  }
  for (const parameter of list) {
    const { name, value, append } = parts(parameter);
    assertName(name, command);
    if (value !== undefined) state.set(name, append ? (state.get(name) ?? '') + value : value);
    let variable = state.variables.get(name);
    if (!variable) {
      variable = { value: '', unset: true, exported: false, readonly: false };
      state.variables.set(name, variable);
    }
    if (readonly) variable.readonly = true;
    else variable.exported = !removing;
  }
  return 0;
}

/** Keeps the caller's value for the end of the function. */
function saveLocal(shell: Interpreter, name: string): void {
  const saved = shell.state.locals.at(-1);
  if (!saved || saved.has(name)) return;
  const before = shell.state.variables.get(name);
  saved.set(name, before && { ...before, ...(before.elements ? { elements: new Map(before.elements) } : {}) });
}

export function local(shell: Interpreter, parameters: string[], command: string): number {
  if (!shell.state.locals.length) throw new ShellError('local: not in a function', 2);
  return declare(shell, parameters, command);
}

interface Attributes {
  letters: Set<string>;
  removed: Set<string>;
}

function describeVariable(name: string, variable: Variable): string {
  const { value, elements, associative, exported, readonly, integer, unset: empty } = variable;
  const letters = [elements && (associative ? 'A' : 'a'), integer && 'i', readonly && 'r', exported && 'x'];
  const flags = letters.filter(Boolean).join('') || '-';
  const text = (each: string) => `"${each.replace(/["\\$`]/g, '\\$&')}"`;
  if (elements) {
    const inner = [...elements].map(([key, each]) => `[${key}]=${text(each)}`).join(' ');
    return `declare -${flags} ${name}=(${inner}${associative && inner ? ' ' : ''})\n`;
  }
  return `declare -${flags} ${name}${empty ? '' : `=${text(value)}`}\n`;
}

export function declare(shell: Interpreter, parameters: string[], command: string): number {
  const { state } = shell;
  const { letters, removed }: Attributes = { letters: new Set(), removed: new Set() };
  let words = parameters;
  while (/^[-+][a-zA-Z]+$/.test(words[0] ?? '')) {
    const [flag = ''] = words;
    for (const letter of flag.slice(1)) (flag.startsWith('-') ? letters : removed).add(letter);
    words = words.slice(1);
  }
  if (letters.has('f') || letters.has('F')) {
    let status = 0;
    for (const name of words.length ? words : [...state.functions.keys()].sort()) {
      const definition = state.functions.get(name);
      if (!definition) status = 1;
      else shell.print(letters.has('F') ? `${words.length ? '' : 'declare -f '}${name}\n` : `${definition.source}\n`);
    }
    return status;
  }
  if (!words.length || (letters.has('p') && command !== 'local')) {
    let status = 0;
    for (const name of words.length ? words : [...state.variables.keys()].sort()) {
      const variable = state.variables.get(name);
      if (variable) shell.print(describeVariable(name, variable));
      else {
        shell.complain(`${command}: ${name}: not found`);
        status = 1;
      }
    }
    return status;
  }
  const isLocal = state.locals.length > 0 && !letters.has('g');
  for (const word of words) {
    const { name, value, append } = parts(word);
    const variableName = name.replace(/\[.*$/s, '');
    assertName(variableName, command);
    const already = state.locals.at(-1)?.has(variableName);
    if (isLocal) saveLocal(shell, variableName);
    // A new local has no value of its caller's in bash; dash lets it keep that one, which scripts cannot tell apart.
    if (isLocal && value === undefined && !already) {
      const outer = state.variables.get(variableName);
      if (!outer?.readonly)
        state.variables.set(variableName, { value: '', unset: true, exported: false, readonly: false });
    } else if (isLocal && !already && state.variables.get(variableName)?.elements && !name.includes('[')) {
      state.variables.delete(variableName);
    }
    if (letters.has('a') || letters.has('A')) state.array(variableName).associative = letters.has('A');
    let variable = state.variables.get(variableName);
    if (letters.has('i') || (value === undefined && !variable)) {
      variable ??= { value: '', unset: true, exported: false, readonly: false };
      state.variables.set(variableName, variable);
      if (letters.has('i')) variable.integer = true;
    }
    if (value !== undefined) {
      const key = /\[(.*)\]$/s.exec(name)?.[1];
      const before = append
        ? ((key === undefined ? state.get(variableName) : state.elements(variableName).get(key)) ?? '')
        : '';
      const text = variable?.integer
        ? String(shell.expansion.evaluate(append ? `${before || 0}+(${value})` : value))
        : before + value;
      const changed = letters.has('u') ? text.toUpperCase() : letters.has('l') ? text.toLowerCase() : text;
      if (key === undefined) state.set(variableName, changed);
      else state.setElement(variableName, key, changed);
    }
    variable = state.variables.get(variableName);
    if (!variable) continue;
    if (letters.has('x')) variable.exported = true;
    if (removed.has('x')) variable.exported = false;
    if (letters.has('r')) variable.readonly = true;
  }
  return 0;
}

export function unset(shell: Interpreter, parameters: string[]): number {
  const { state } = shell;
  const functions = parameters[0] === '-f';
  const variables = parameters[0] === '-v';
  for (const parameter of functions || variables ? parameters.slice(1) : parameters) {
    const element = /^(\w+)\[(.*)\]$/s.exec(parameter);
    if (element) {
      const [, name = '', index = ''] = element;
      if (index === '@' || index === '*') state.variables.delete(name);
      else
        state.variables
          .get(name)
          ?.elements?.delete(shell.expansion.key(name, { parts: [{ type: 'text', text: index, quoted: true }] }));
      continue;
    }
    if (state.variables.get(parameter)?.readonly && !functions)
      throw new ShellError(`unset: ${parameter}: is read only`, 2);
    if (functions || (!state.variables.delete(parameter) && !variables)) state.functions.delete(parameter);
    if (parameter === 'OPTIND') state.optionOffset = 0;
  }
  return 0;
}
