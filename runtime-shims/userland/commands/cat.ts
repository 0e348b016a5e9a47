import { decodeLatin1, encodeLatin1 } from '../system/text.ts';
import type { Command } from './command.ts';

export const cat: Command = {
  name: 'cat',
  usage: '[FILE]…',
  summary: 'Writes files, or standard input, to standard output.',
  flags: {
    number: { short: 'n', help: 'number all lines' },
    'number-nonblank': { short: 'b', help: 'number lines that are not empty' },
    'squeeze-blank': { short: 's', help: 'of several empty lines write one' },
    'show-ends': { short: 'E', help: 'write $ at the end of each line' },
    'show-tabs': { short: 'T', help: 'write tabs as ^I' },
    'show-nonprinting': { short: 'v', help: 'write control characters as ^X and M-X' },
    'show-all': { short: 'A', help: 'the same as -vET' },
    e: { short: 'e', help: 'the same as -vE' },
    t: { short: 't', help: 'the same as -vT' },
    u: { short: 'u', help: 'accepted' },
  },
  long: true,
  run(context) {
    const { operands, on, print, open } = context;
    const ends = on('show-ends') || on('show-all') || on('e');
    const tabs = on('show-tabs') || on('show-all') || on('t');
    const visible = on('show-nonprinting') || on('show-all') || on('e') || on('t');
    const nonBlank = on('number-nonblank');
    const numbers = on('number') || nonBlank;
    const byLine = numbers || ends || tabs || visible || on('squeeze-blank');
    let line = 0;
    let blanks = 0;
    let start = true;
    for (const path of operands.length ? operands : ['-']) {
      const input = open(path);
      if (!input) continue;
      if (!byLine) {
        for (let chunk = input.chunk(); chunk; chunk = input.chunk()) print(chunk);
        continue;
      }
      for (let bytes = input.lineBytes(); bytes; bytes = input.lineBytes()) {
        let text = decodeLatin1(bytes);
        const ended = text.endsWith('\n');
        if (ended) text = text.slice(0, -1);
        blanks = start && ended && text === '' ? blanks + 1 : 0;
        if (on('squeeze-blank') && blanks > 1) continue;
        const prefix = start && numbers && !(nonBlank && text === '' && ended) ? `${String(++line).padStart(6)}\t` : '';
        if (visible) text = text.replace(/[^\t\x20-\x7e]/g, shown);
        if (tabs) text = text.replaceAll('\t', '^I');
        print(encodeLatin1(`${prefix}${text}${ended ? `${ends ? '$' : ''}\n` : ''}`));
        start = ended;
      }
    }
    return 0;
  },
};

function shown(character: string): string {
  const code = character.charCodeAt(0);
  if (code >= 128)
    return `M-${code - 128 < 32 || code === 255 ? shown(String.fromCharCode(code - 128)) : String.fromCharCode(code - 128)}`;
  return code === 127 ? '^?' : `^${String.fromCharCode(code + 64)}`;
}
