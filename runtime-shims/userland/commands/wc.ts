import { isFile, stat } from '../system/files.ts';
import { decode } from '../system/text.ts';
import type { Command } from './command.ts';

interface Counts {
  lines: number;
  words: number;
  chars: number;
  bytes: number;
  longest: number;
}

const columns = ['lines', 'words', 'chars', 'bytes', 'longest'] as const;

export const wc: Command = {
  name: 'wc',
  usage: '[FILE]…',
  summary: 'Counts lines, words and bytes.',
  flags: {
    lines: { short: 'l', help: 'lines' },
    words: { short: 'w', help: 'words' },
    chars: { short: 'm', help: 'characters' },
    bytes: { short: 'c', help: 'bytes' },
    'max-line-length': { short: 'L', help: 'length of the longest line' },
  },
  run({ operands, on, print, open, kernel }) {
    const wanted = columns.filter((name) => on(name === 'longest' ? 'max-line-length' : name));
    const shown = wanted.length ? wanted : (['lines', 'words', 'bytes'] as const);
    const rows: { name: string; counts: Counts }[] = [];
    let unsized = !operands.length;
    for (const path of operands.length ? operands : ['-']) {
      const input = open(path);
      if (!input) continue;
      const detailed = shown.some((name) => name !== 'bytes' && name !== 'lines');
      const counts: Counts = { lines: 0, words: 0, chars: 0, bytes: 0, longest: 0 };
      if (detailed) {
        for (let line = input.lineBytes(); line; line = input.lineBytes()) {
          counts.bytes += line.length;
          const text = decode(line);
          if (text.endsWith('\n')) counts.lines += 1;
          counts.words += text.match(/[^\s]+/g)?.length ?? 0;
          const length = [...text].length;
          counts.chars += length;
          counts.longest = Math.max(counts.longest, text.endsWith('\n') ? length - 1 : length);
        }
      } else {
        for (let chunk = input.chunk(); chunk; chunk = input.chunk()) {
          counts.bytes += chunk.length;
          if (shown.includes('lines' as never)) {
            for (let at = chunk.indexOf(10); at >= 0; at = chunk.indexOf(10, at + 1)) counts.lines += 1;
          }
        }
      }
      if (path === '-' || !isFile(stat(kernel, path))) unsized = true;
      rows.push({ name: operands.length ? path : '', counts });
    }
    if (operands.length > 1) {
      const total: Counts = { lines: 0, words: 0, chars: 0, bytes: 0, longest: 0 };
      for (const { counts } of rows) {
        for (const name of columns)
          total[name] = name === 'longest' ? Math.max(total.longest, counts.longest) : total[name] + counts[name];
      }
      rows.push({ name: 'total', counts: total });
    }
    // GNU: wide columns where a size is not known beforehand, else as wide as the sum of sizes.
    const single = shown.length === 1 && rows.length === 1;
    const width = single ? 1 : unsized ? 7 : String(Math.max(0, ...rows.map(({ counts }) => counts.bytes))).length;
    for (const { name, counts } of rows) {
      print(`${shown.map((each) => String(counts[each]).padStart(width)).join(' ')}${name ? ` ${name}` : ''}\n`);
    }
    return 0;
  },
};
