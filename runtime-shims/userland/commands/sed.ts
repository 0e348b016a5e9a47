/** sed. */
import { baseName, directoryName, joinPath, readContent, stat, writeFile } from '../system/files.ts';
import { decode, encode } from '../system/text.ts';
import { type Command, type CommandContext, UsageError } from './command.ts';
import { Editor, Lines, linesOf } from './sed_editor.ts';
import { parseSed } from './sed_script.ts';

export const sed: Command = {
  name: 'sed',
  usage: '[SCRIPT] [FILE]…',
  summary: 'Edits lines by a script.',
  flags: {
    quiet: { short: 'n', help: 'print only what the script says' },
    silent: { help: 'the same' },
    expression: { short: 'e', value: 'SCRIPT', help: 'a part of the script' },
    file: { short: 'f', value: 'FILE', help: 'a part of the script in a file' },
    'regexp-extended': { short: 'Er', help: 'extended regular expressions' },
    'in-place': { short: 'i', value: 'SUFFIX', optional: true, help: 'change the files; keep them as NAME+SUFFIX' },
    separate: { short: 's', help: 'line numbers begin anew with each file' },
    'null-data': { short: 'z', help: 'lines end with NUL' },
    unbuffered: { short: 'u', help: 'accepted' },
    posix: { help: 'accepted' },
    'follow-symlinks': { help: 'accepted' },
    sandbox: { help: 'accepted' },
  },
  run(context) {
    const { on, value, kernel, print, given } = context;
    const operands = [...context.operands];
    const scripts: string[] = [];
    for (const [flag, text] of given) {
      if (flag === 'expression') scripts.push(text);
      if (flag === 'file')
        scripts.push((text === '-' ? context.input.text() : decode(readOrFail(context, text))).replace(/\n$/, ''));
    }
    if (!scripts.length) {
      const first = operands.shift();
      if (first === undefined) throw new UsageError('no script specified');
      scripts.push(first);
    }
    const source = scripts.join('\n');
    const quiet = source.startsWith('#n\n');
    const delimiter = on('null-data') ? 0 : 10;
    const commands = () => parseSed(source, on('regexp-extended'));
    if (!on('in-place')) {
      const wrapped: CommandContext =
        quiet || on('silent')
          ? { ...context, input: context.input, on: (flag) => flag === 'quiet' || on(flag) }
          : context;
      const editor = new Editor(wrapped, commands(), print);
      const files = operands.length ? operands : ['-'];
      if (on('separate')) for (const file of files) editor.run(new Lines(linesOf(context, [file], delimiter)));
      else editor.run(new Lines(linesOf(context, files, delimiter)));
      editor.close();
      return editor.status ?? 0;
    }
    let status = 0;
    for (const path of operands) {
      const found = stat(kernel, path);
      if (typeof found === 'number') {
        context.complain(`can't read ${path}: No such file or directory`);
        continue;
      }
      const pieces: string[] = [];
      const editor = new Editor(context, commands(), (text) => void pieces.push(text));
      editor.run(new Lines(linesOf(context, [path], delimiter)));

      editor.close();
      const suffix = value('in-place') ?? '';
      if (suffix)
        kernel.rename(
          path,
          suffix.includes('*') ? joinPath(directoryName(path), suffix.replace('*', baseName(path))) : path + suffix,
        );
      writeFile(kernel, path, encode(pieces.join('')), found.mode & 0o777);
      status = editor.status ?? status;
    }
    return status;
  },
};

function readOrFail({ kernel }: CommandContext, path: string): Uint8Array {
  const content = readContent(kernel, path);
  if (typeof content === 'number') throw new UsageError(`couldn't open file ${path}: No such file or directory`);
  return content;
}
