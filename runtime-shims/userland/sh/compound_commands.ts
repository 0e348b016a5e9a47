/** Compound commands (POSIX 2.9.4): groups, subshells, conditions, loops and choices. */
import { evaluateCondition } from './conditional.ts';
import type { Interpreter } from './interpreter.ts';
import { matches } from './pattern.ts';
import { read } from './read_builtins.ts';
import { ControlFlow } from './state.ts';
import type { Command, CommandOf, List } from './syntax.ts';

export class CompoundCommands {
  readonly #shell: Interpreter;
  /** Loops around the command that runs, within the same function. */
  loops = 0;

  constructor(shell: Interpreter) {
    this.#shell = shell;
  }

  /** Runs one of them; `last` as in {@link Interpreter.run}. */
  run(command: Exclude<Command, CommandOf<'simple'>>, last: boolean): number {
    const shell = this.#shell;
    switch (command.type) {
      case 'group':
        return this.#shell.runList(command.body, last);
      case 'subshell':
        if (shell.interactive && !shell.inSubshell) return shell.spawnSubshell(command);
        return this.#shell.subshell(() => this.#shell.runList(command.body));
      case 'if': {
        for (const { test, body } of command.clauses) if (this.#condition(test)) return this.#shell.runList(body, last);
        return command.otherwise ? this.#shell.runList(command.otherwise, last) : 0;
      }
      case 'for': {
        const values = command.words ? this.#shell.expansion.fields(command.words) : [...this.#shell.state.positional];
        let next = 0;
        return this.#loop(() => {
          const value = values[next++];
          if (value === undefined) return false;
          this.#shell.state.set(command.name, value);
          return true;
        }, command.body);
      }
      case 'count': {
        this.#shell.expansion.arithmetic(command.start);
        let first = true;
        return this.#loop(() => {
          if (!first) this.#shell.expansion.arithmetic(command.step);
          first = false;
          const text = this.#shell.expansion.text(command.test);
          return text.trim() === '' || this.#shell.expansion.evaluate(text) !== 0n;
        }, command.body);
      }
      case 'select':
        return this.#select(command);
      case 'coprocess': {
        const { number } = this.#shell.processFiles.coprocess(command.name, command.body, command.source);
        if (this.#shell.interactive) this.#shell.print(`[${number}] ${this.#shell.state.lastBackground}\n`, 2);
        return 0;
      }
      case 'while':
        return this.#loop(() => this.#condition(command.test) !== command.until, command.body);
      case 'case':
        return this.#case(command);
      case 'function':
        this.#shell.state.functions.set(command.name, command);
        return 0;
      case 'arithmetic':
        return shell.guarded(() => (this.#shell.expansion.arithmetic(command.expression) === 0n ? 1 : 0));
      case 'conditional':
        return shell.guarded(() => (evaluateCondition(shell, command.expression) ? 0 : 1));
    }
  }

  #condition(list: List): boolean {
    return this.#shell.tested(() => this.#shell.runList(list) === 0);
  }

  #loop(test: () => boolean, body: List): number {
    let status = 0;
    this.loops += 1;
    try {
      for (;;) {
        try {
          if (!test()) break;
          status = this.#shell.runList(body);
        } catch (error) {
          if (!(error instanceof ControlFlow) || (error.kind !== 'break' && error.kind !== 'continue')) throw error;
          status = 0;
          if (error.count > 1 && this.loops > 1) {
            error.count -= 1;
            throw error;
          }
          if (error.kind === 'break') break;
        }
      }
    } finally {
      this.loops -= 1;
    }
    this.#shell.state.status = status;
    return status;
  }

  /** bash's menu: of the words, each with its number, until the list breaks or the input ends. */
  #select(command: CommandOf<'select'>): number {
    const { state } = this.#shell;
    const values = command.words ? this.#shell.expansion.fields(command.words) : [...state.positional];
    if (!values.length) return 0;
    const digits = String(values.length).length;
    const menu = values.map((value, index) => `${String(index + 1).padStart(digits)}) ${value}\n`).join('');
    let shown = false;
    let ended = false;
    const status = this.#loop(() => {
      for (;;) {
        this.#shell.print(`${shown ? '' : menu}${state.get('PS3') ?? '#? '}`, 2);
        shown = true;
        if (read(this.#shell, []) !== 0) {
          this.#shell.print('\n');
          ended = true;
          return false;
        }
        const reply = (state.get('REPLY') ?? '').trim();
        if (reply !== '') {
          state.set(command.name, (/^\d+$/.test(reply) && values[Number(reply) - 1]) || '');
          return true;
        }
        shown = false;
      }
    }, command.body);
    if (ended) state.status = 1;
    return ended ? 1 : status;
  }

  #case(command: CommandOf<'case'>): number {
    const text = this.#shell.expansion.text(command.word);
    const { nocasematch } = this.#shell.state.options;
    let through = false;
    let status = 0;
    for (const { patterns, body, end } of command.clauses) {
      if (!through && !patterns.some((pattern) => matches(text, this.#shell.expansion.pieces(pattern), nocasematch)))
        continue;
      this.#shell.state.status = 0;
      status = body.length ? this.#shell.runList(body) : 0;
      if (end === ';;') return status;
      through = end === ';&';
    }
    return status;
  }
}
