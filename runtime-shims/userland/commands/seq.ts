import { formatPrintf } from '../sh/printf.ts';
import { type Command, UsageError } from './command.ts';

export const seq: Command = {
  name: 'seq',
  usage: '[FIRST [STEP]] LAST',
  summary: 'Prints a sequence of numbers.',
  flags: {
    separator: { short: 's', value: 'TEXT', help: 'between numbers, in place of a newline' },
    'equal-width': { short: 'w', help: 'with zeros in front' },
    format: { short: 'f', value: 'FORMAT', help: "printf's format of a number" },
  },
  plain: true,
  run(context) {
    const words = [...context.operands];
    let separator = '\n';
    let width = false;
    let format: string | undefined;
    // Negative numbers are no flags.
    while (/^-(?!\.?\d)./.test(words[0] ?? '')) {
      const flag = words.shift() ?? '';
      const [, name = '', attached] = /^(?:--)?(-\w|[a-z-]+)=?(.*)$/s.exec(flag) ?? [];
      if (name === '-w' || name === 'equal-width') width = true;
      else if (name === '-s' || name === 'separator') separator = attached || (words.shift() ?? '');
      else if (name === '-f' || name === 'format') format = attached || (words.shift() ?? '');
      else if (flag === '--') break;
      else throw new UsageError(`invalid option -- '${flag.replace(/^-+/, '')}'`);
    }
    for (const word of words) {
      if (word === '' || Number.isNaN(Number(word))) throw new UsageError(`invalid floating point argument: '${word}'`);
    }
    if (!words.length) throw new UsageError('missing operand');
    if (words.length > 3) throw new UsageError(`extra operand '${words[3]}'`);
    const [first, step, last] =
      words.length === 1 ? ['1', '1', words[0]] : words.length === 2 ? [words[0], '1', words[1]] : words;
    const digits = Math.max(...[first, step].map((word) => (/\.(\d*)/.exec(word ?? '')?.[1] ?? '').length));
    const [from, by, to] = [Number(first), Number(step), Number(last)];
    if (by === 0) throw new UsageError(`invalid Zero increment value: '${step}'`);
    const count = Math.floor((to - from) / by + 1e-10);
    const shown = (value: number) =>
      format === undefined ? value.toFixed(digits) : formatPrintf(format, [String(value)]).text;
    const longest = width ? Math.max(shown(from).length, shown(from + by * Math.max(0, count)).length) : 0;
    for (let i = 0; i <= count; i++) {
      const text = shown(from + by * i);
      const padded = text.startsWith('-')
        ? `-${text.slice(1).padStart(longest - 1, '0')}`
        : text.padStart(longest, '0');
      context.print((i ? separator : '') + (width ? padded : text));
    }
    if (count >= 0) context.print('\n');
    return 0;
  },
};
