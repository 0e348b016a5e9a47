import { O_RDONLY } from '../../kernel/constants.ts';
import { run, start, waitFor } from './children.ts';
import { type Command, type CommandContext, UsageError } from './command.ts';

/** Words of standard input: blanks and newlines part them; quotes and backslashes keep them together. */
function splitWords(text: string): string[] {
  const words: string[] = [];
  let word: string | undefined;
  for (let i = 0; i < text.length; i++) {
    const character = text[i] ?? '';
    if (/\s/.test(character)) {
      if (word !== undefined) words.push(word);
      word = undefined;
    } else if (character === "'" || character === '"') {
      const end = text.indexOf(character, i + 1);
      if (end < 0 || text.slice(i, end).includes('\n'))
        throw new UsageError(
          `unmatched ${character === '"' ? 'double' : 'single'} quote; by default quotes are special to xargs unless you use the -0 option`,
        );
      word = (word ?? '') + text.slice(i + 1, end);
      i = end;
    } else if (character === '\\') {
      word = (word ?? '') + (text[i + 1] ?? '');
      i += 1;
    } else word = (word ?? '') + character;
  }
  if (word !== undefined) words.push(word);
  return words;
}

/** Bytes of one command line: what is left of Linux's limit for common environments. */
const longestLine = 131_072;

export const xargs: Command = {
  name: 'xargs',
  usage: '[COMMAND [ARGUMENT]…]',
  summary: 'Runs a command with arguments from standard input.',
  operandsFirst: true,
  flags: {
    null: { short: '0', help: 'arguments end with NUL' },
    delimiter: { short: 'd', value: 'CHAR', help: 'arguments end with that character' },
    'max-args': { short: 'n', value: 'N', help: 'so many arguments a run' },
    'max-lines': { short: 'L', value: 'N', help: 'so many lines a run' },
    replace: { short: 'I', value: 'TEXT', help: 'replace the text in the command by each line' },
    i: { short: 'i', value: 'TEXT', optional: true, help: 'the same with {}' },
    'max-procs': { short: 'P', value: 'N', help: 'so many at once' },
    'no-run-if-empty': { short: 'r', help: 'nothing for no arguments' },
    verbose: { short: 't', help: 'print the commands' },
    'arg-file': { short: 'a', value: 'FILE', help: 'arguments of a file' },
    eof: { short: 'E', value: 'TEXT', help: 'the arguments end there' },
    exit: { short: 'x', help: 'accepted' },
    'max-chars': { short: 's', value: 'N', help: 'so many characters a run' },
    interactive: { short: 'p', help: 'accepted' },
  },
  run(context) {
    const { operands, on, value, kernel } = context;
    const words = operands.length ? operands : ['echo'];
    const input = on('arg-file') ? context.open(value('arg-file') ?? '') : context.input;
    if (!input) return 1;
    const text = input.text();
    const replace = value('replace') ?? (on('i') ? value('i') || '{}' : undefined);
    const delimiter = value('delimiter')?.replace('\\n', '\n').replace('\\t', '\t').replace('\\0', '\0');
    let groups: string[][];
    if (replace !== undefined) {
      const lines = on('null') ? text.split('\0') : text.split(delimiter ?? '\n').map((line) => line.trimStart());
      groups = lines.filter(Boolean).map((line) => [line]);
    } else {
      let items: string[];
      if (on('null') || delimiter !== undefined) {
        items = text.split(on('null') ? '\0' : (delimiter ?? '\n'));
        if (items.at(-1) === '') items.pop();
      } else if (on('max-lines')) items = text.split('\n').filter((line) => line.trim());
      else items = splitWords(text);
      const end = value('eof');
      if (end !== undefined && items.includes(end)) items = items.slice(0, items.indexOf(end));
      groups = grouped(
        items,
        Number(value('max-args') ?? value('max-lines') ?? Number.POSITIVE_INFINITY),
        Number(value('max-chars') ?? longestLine),
      );
      if (on('max-lines') && !on('null')) groups = groups.map((group) => group.flatMap(splitWords));
      if (!groups.length && !on('no-run-if-empty')) groups = [[]];
    }
    const empty = kernel.open('/dev/null', O_RDONLY, 0);
    const stdio = [empty, context.descriptor(1), context.descriptor(2)];
    const commands = groups.map((group) => {
      return replace === undefined
        ? [...words, ...group]
        : words.map((word) => word.replaceAll(replace, group[0] ?? ''));
    });
    const status = runAll(context, commands, stdio, Number(value('max-procs') ?? 1));
    kernel.close(empty);
    return status;
  },
};

function grouped(items: readonly string[], most: number, characters: number): string[][] {
  const groups: string[][] = [];
  let size = 0;
  for (const item of items) {
    const last = groups.at(-1);
    size += item.length + 1;
    if (last && last.length < most && size < characters) last.push(item);
    else {
      groups.push([item]);
      size = item.length + 1;
    }
  }
  return groups;
}

function runAll(
  context: CommandContext,
  commands: readonly string[][],
  stdio: readonly number[],
  atOnce: number,
): number {
  let status = 0;
  const judge = (one: number): boolean => {
    if (one === 255) {
      context.complain(`${commands[0]?.[0]}: exited with status 255; aborting`);
      status = 124;
    } else if (one >= 126) status = one;
    else if (one !== 0) status = 123;
    return one < 126 && one !== 255;
  };
  const running: number[] = [];
  for (const words of commands) {
    if (context.on('verbose')) context.warn(`${words.join(' ')}\n`);
    if (atOnce === 1) {
      if (!judge(run(context, words, { stdio }))) return status;
      continue;
    }
    if (atOnce > 0 && running.length >= atOnce) judge(waitFor(context, running.shift() ?? 0) ?? 1);
    const started = start(context, words, { stdio });
    if ('status' in started) judge(started.status);
    else running.push(started.pid);
  }
  for (const pid of running) judge(waitFor(context, pid) ?? 1);
  return status;
}
