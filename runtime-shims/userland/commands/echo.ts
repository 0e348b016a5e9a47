/** echo, printf, true, false, yes, test: as the shell has them, for those who start them without one. */
import { test as evaluate } from '../sh/conditional.ts';
import { formatPrintf } from '../sh/printf.ts';
import { ShellError } from '../sh/state.ts';
import { encode } from '../system/text.ts';
import { type Command, type CommandContext, Exit, UsageError } from './command.ts';

export const echo: Command = {
  name: 'echo',
  usage: '[-neE] [TEXT]…',
  summary: 'Prints its arguments.',
  flags: {},
  plain: true,
  run({ operands, print }) {
    let newline = true;
    let escapes = false;
    let first = 0;
    for (; /^-[neE]+$/.test(operands[first] ?? ''); first++) {
      for (const letter of operands[first] ?? '') {
        if (letter === 'n') newline = false;
        else if (letter !== '-') escapes = letter === 'e';
      }
    }
    const text = operands.slice(first).join(' ');
    print((escapes ? formatPrintf('%b', [text]).text : text) + (newline ? '\n' : ''));
    return 0;
  },
};

export const printf: Command = {
  name: 'printf',
  usage: 'FORMAT [ARGUMENT]…',
  summary: 'Prints by a format.',
  flags: {},
  plain: true,
  run({ operands, print, complain }) {
    const [format, ...rest] = operands[0] === '--' ? operands.slice(1) : operands;
    if (format === undefined) throw new UsageError('missing operand');
    const { text, errors } = formatPrintf(format, rest);
    print(text);
    for (const error of errors) complain(error);
    return 0;
  },
};

const constant = (name: string, summary: string, status: number): Command => ({
  name,
  usage: '',
  summary,
  flags: {},
  plain: true,
  run: () => status,
});

export const succeed = constant('true', 'Succeeds.', 0);
export const fail = constant('false', 'Fails.', 1);

export const yes: Command = {
  name: 'yes',
  usage: '[TEXT]…',
  summary: 'Prints a line again and again.',
  flags: {},
  plain: true,
  long: true,
  run({ operands, print, kernel, descriptor }) {
    const line = encode(`${operands.join(' ') || 'y'}\n`);
    const block = new Uint8Array(line.length * Math.max(1, Math.floor(32_768 / line.length)));
    for (let at = 0; at < block.length; at += line.length) block.set(line, at);
    for (;;) {
      print(block);
      // The buffered output says nothing of errors before the end, which here never comes.
      if (kernel.write(descriptor(1), new Uint8Array(0), -1) < 0) throw new Exit(1);
    }
  },
};

function testWith(context: CommandContext, operands: readonly string[]): number {
  try {
    return evaluate(context.kernel, context.program.files, operands) ? 0 : 1;
  } catch (error) {
    if (error instanceof ShellError) throw new UsageError(error.message, 2);
    throw error;
  }
}

export const test: Command = {
  name: 'test',
  usage: 'EXPRESSION',
  summary: 'Tests files, texts and numbers.',
  flags: {},
  plain: true,
  run: (context) => testWith(context, context.operands),
};

export const bracket: Command = {
  ...test,
  name: '[',
  usage: 'EXPRESSION ]',
  run(context) {
    if (context.operands.at(-1) !== ']') throw new UsageError("missing ']'", 2);
    return testWith(context, context.operands.slice(0, -1));
  },
};
