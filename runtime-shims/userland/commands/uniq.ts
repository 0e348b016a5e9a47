import { writeFile } from '../system/files.ts';
import { encode } from '../system/text.ts';
import type { Command } from './command.ts';

export const uniq: Command = {
  name: 'uniq',
  usage: '[INPUT [OUTPUT]]',
  summary: 'Leaves out lines that repeat the one before.',
  flags: {
    count: { short: 'c', help: 'with how often' },
    repeated: { short: 'd', help: 'only lines that repeat' },
    'all-repeated': { short: 'D', value: 'HOW', optional: 'long', help: 'all lines that repeat; prepend or separate' },
    group: { value: 'HOW', optional: true, help: 'all lines, with an empty one between groups' },
    unique: { short: 'u', help: 'only lines that do not repeat' },
    'ignore-case': { short: 'i', help: 'large and small letters alike' },
    'skip-fields': { short: 'f', value: 'N', help: 'without the first fields' },
    'skip-chars': { short: 's', value: 'N', help: 'without the first characters' },
    'check-chars': { short: 'w', value: 'N', help: 'no more characters than that' },
    'zero-terminated': { short: 'z', help: 'lines end with NUL' },
  },
  run({ operands, on, value, open, print, kernel }) {
    const delimiter = on('zero-terminated') ? 0 : 10;
    const end = String.fromCharCode(delimiter);
    const input = open(operands[0] ?? '-');
    if (!input) return 1;
    const [output] = operands.slice(1);
    let written = '';
    const put = (text: string) => {
      if (output === undefined) print(text);
      else written += text;
    };
    const fields = Number(value('skip-fields') ?? 0);
    const characters = Number(value('skip-chars') ?? 0);
    const most = value('check-chars') === undefined ? undefined : Number(value('check-chars'));
    const keyOf = (line: string) => {
      let text = line;
      for (let i = 0; i < fields; i++) text = text.replace(/^[ \t]*[^ \t]*/, '');
      text = [...text].slice(characters, most === undefined ? undefined : characters + most).join('');
      return on('ignore-case') ? text.toLowerCase() : text;
    };
    let group: string[] = [];
    let key: string | undefined;
    let times = 0;
    const all = on('all-repeated') || on('group');
    const parted = on('group') ? value('group') || 'separate' : (value('all-repeated') ?? '');
    let parts = 0;
    const flush = () => {
      if (times === 0) return;
      if (all) {
        if (times === 1 && !on('group')) return;
        if (parted === 'prepend' || parted === 'both' || (parts > 0 && parted === 'separate')) put(end);
        for (const line of group) put(line + end);
        if (parted === 'append') put(end);
        parts += 1;
      } else if (!(on('repeated') && times === 1) && !(on('unique') && times > 1)) {
        put(`${on('count') ? `${String(times).padStart(7)} ` : ''}${group[0]}${end}`);
      }
    };
    for (const line of input.lines(delimiter)) {
      const next = keyOf(line);
      if (next === key) {
        times += 1;
        if (all) group.push(line);
        continue;
      }
      flush();
      key = next;
      group = [line];
      times = 1;
    }
    flush();
    if (parted === 'both' && parts > 0) put(end);
    if (output !== undefined) writeFile(kernel, output, encode(written));
    return 0;
  },
};
