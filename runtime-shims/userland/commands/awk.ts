import { readText } from '../system/files.ts';
import { AwkInterpreter } from './awk_interpreter.ts';
import { unescape } from './awk_lexer.ts';
import { parseAwk } from './awk_parser.ts';
import { type Command, UsageError } from './command.ts';

export const awk: Command = {
  name: 'awk',
  usage: 'PROGRAM [FILE|NAME=VALUE]…',
  summary: 'Runs a program over the lines and fields of files.',
  operandsFirst: true,
  flags: {
    'field-separator': { short: 'F', value: 'TEXT', help: 'between fields (FS)' },
    assign: { short: 'v', value: 'NAME=VALUE', help: 'a variable, before the program begins' },
    file: { short: 'f', value: 'FILE', help: 'the program is in a file' },
    posix: { short: 'P', help: 'accepted' },
  },
  run(context) {
    const { value, values, kernel } = context;
    const operands = [...context.operands];
    const source = values('file').map((path) => (path === '-' ? context.input.text() : readText(kernel, path)));
    if (!source.length) {
      const first = operands.shift();
      if (first === undefined) throw new UsageError('usage: awk [-F fs][-v var=value][prog | -f progfile][file …]', 2);
      source.push(first);
    }
    const interpreter = new AwkInterpreter(context, parseAwk(source.join('\n')), operands);
    const separator = value('field-separator');
    if (separator !== undefined) interpreter.setVariable('FS', separator === 't' ? '\t' : unescape(separator));
    for (const word of values('assign')) interpreter.records.assignWord(word);
    return interpreter.run();
  },
};
