import { decodeLatin1, encodeLatin1 } from '../system/text.ts';
import { type Command, UsageError } from './command.ts';

/** `1,3-5,7-`: is the place (from 1) wanted? */
function ranges(text: string): [number, number][] {
  return text.split(/[,\s]/).map((part) => {
    const match = /^(\d*)(-?)(\d*)$/.exec(part);
    if (!match || (!match[1] && !match[3])) throw new UsageError(`invalid byte, character or field list '${text}'`);
    const from = Number(match[1] || 1);
    const to = match[2] ? (match[3] ? Number(match[3]) : Number.POSITIVE_INFINITY) : from;
    if (from === 0) throw new UsageError('fields are numbered from 1');
    if (to < from) throw new UsageError('invalid decreasing range');
    return [from, to];
  });
}

export const cut: Command = {
  name: 'cut',
  usage: '-b LIST | -c LIST | -f LIST [FILE]…',
  summary: 'Prints parts of lines.',
  flags: {
    bytes: { short: 'b', value: 'LIST', help: 'these bytes' },
    characters: { short: 'c', value: 'LIST', help: 'these characters (bytes, as GNU cut has it)' },
    fields: { short: 'f', value: 'LIST', help: 'these fields' },
    delimiter: { short: 'd', value: 'CHAR', help: 'between fields, in place of TAB' },
    'only-delimited': { short: 's', help: 'no lines without the delimiter' },
    complement: { help: 'all but those' },
    'output-delimiter': { value: 'TEXT', help: 'between fields of the output' },
    n: { short: 'n', help: 'accepted' },
    'zero-terminated': { short: 'z', help: 'lines end with NUL' },
  },
  run({ operands, on, value, open, print }) {
    const places = value('bytes') ?? value('characters');
    const list = places ?? value('fields');
    if (list === undefined) throw new UsageError('you must specify a list of bytes, characters, or fields');
    const wanted = ranges(list);
    const isWanted = (place: number) => wanted.some(([from, to]) => place >= from && place <= to) !== on('complement');
    const delimiter = value('delimiter') ?? '\t';
    if ([...delimiter].length !== 1) throw new UsageError('the delimiter must be a single character');
    const separator = decodeLatin1(new TextEncoder().encode(delimiter));
    const between = decodeLatin1(new TextEncoder().encode(value('output-delimiter') ?? (places ? '' : delimiter)));
    const end = on('zero-terminated') ? 0 : 10;
    for (const path of operands.length ? operands : ['-']) {
      const input = open(path);
      if (!input) continue;
      for (let bytes = input.lineBytes(end); bytes; bytes = input.lineBytes(end)) {
        let line = decodeLatin1(bytes);
        if (line.charCodeAt(line.length - 1) === end) line = line.slice(0, -1);
        let result: string;
        if (places !== undefined) {
          result = '';
          let before = 0;
          for (let i = 0; i < line.length; i++) {
            if (!isWanted(i + 1)) continue;
            if (between && before && before !== i) result += between;
            result += line[i];
            before = i + 1;
          }
        } else {
          const fields = line.split(separator);
          if (fields.length === 1) {
            if (on('only-delimited')) continue;
            result = line;
          } else result = fields.filter((_, index) => isWanted(index + 1)).join(between);
        }
        print(encodeLatin1(result + String.fromCharCode(end)));
      }
    }
    return 0;
  },
};
