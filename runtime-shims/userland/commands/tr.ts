import { decodeLatin1, encode } from '../system/text.ts';
import { type Command, UsageError } from './command.ts';

const range = (from: number, to: number): number[] => Array.from({ length: to - from + 1 }, (_, index) => from + index);
const classes: Record<string, number[]> = {
  alnum: [...range(48, 57), ...range(65, 90), ...range(97, 122)],
  alpha: [...range(65, 90), ...range(97, 122)],
  blank: [9, 32],
  cntrl: [...range(0, 31), 127],
  digit: range(48, 57),
  graph: range(33, 126),
  lower: range(97, 122),
  print: range(32, 126),
  punct: [...range(33, 47), ...range(58, 64), ...range(91, 96), ...range(123, 126)],
  space: [...range(9, 13), 32],
  upper: range(65, 90),
  xdigit: [...range(48, 57), ...range(65, 70), ...range(97, 102)],
};
const escapes: Record<string, number> = { a: 7, b: 8, f: 12, n: 10, r: 13, t: 9, v: 11 };

/** The bytes that a set names, in order. `fill`: length to which `[c*]` is repeated. */
function setOf(text: string, fill = 0): number[] {
  const source = decodeLatin1(encode(text));
  const result: number[] = [];
  let filler: { at: number; byte: number } | undefined;
  let position = 0;
  const one = (): number => {
    const character = source[position++] ?? '';
    if (character !== '\\' || position >= source.length) return character.charCodeAt(0);
    const octal = /^[0-7]{1,3}/.exec(source.slice(position))?.[0];
    if (octal) {
      position += octal.length;
      return Number.parseInt(octal, 8) & 255;
    }
    const next = source[position++] ?? '';
    return escapes[next] ?? next.charCodeAt(0);
  };
  while (position < source.length) {
    const rest = source.slice(position);
    const named = /^\[:(\w+):\]/.exec(rest);
    const equal = /^\[=(.)=\]/s.exec(rest);
    const repeated = /^\[(\\?[\s\S])\*(\d*)\]/.exec(rest);
    if (named) {
      const bytes = classes[named[1] ?? ''];
      if (!bytes) throw new UsageError(`invalid character class '${named[1]}'`);
      result.push(...bytes);
      position += named[0].length;
    } else if (equal) {
      result.push((equal[1] ?? '').charCodeAt(0));
      position += equal[0].length;
    } else if (repeated) {
      position += 1;
      const byte = one();
      position += repeated[0].length - 1 - (repeated[1]?.length ?? 1);
      const digits = repeated[2] ?? '';
      const count = Number.parseInt(digits || '0', digits.startsWith('0') ? 8 : 10);
      if (count) result.push(...Array<number>(count).fill(byte));
      else filler = { at: result.length, byte };
    } else {
      const first = one();
      if (source[position] === '-' && position + 1 < source.length) {
        position += 1;
        const last = one();
        if (last < first) throw new UsageError(`range-endpoints of '${text}' are in reverse collating sequence order`);
        result.push(...range(first, last));
      } else result.push(first);
    }
  }
  if (filler && fill > result.length)
    result.splice(filler.at, 0, ...Array<number>(fill - result.length).fill(filler.byte));
  return result;
}

export const tr: Command = {
  name: 'tr',
  usage: 'SET1 [SET2]',
  summary: 'Replaces, squeezes or deletes characters of standard input.',
  flags: {
    complement: { short: 'cC', help: 'characters that are not in SET1' },
    delete: { short: 'd', help: 'delete them' },
    'squeeze-repeats': { short: 's', help: 'of a repeated character leave one' },
    'truncate-set1': { short: 't', help: 'SET1 is no longer than SET2' },
  },
  run({ operands, on, input, print }) {
    const [firstText, secondText] = operands;
    if (firstText === undefined) throw new UsageError('missing operand');
    const deleting = on('delete');
    const squeezing = on('squeeze-repeats');
    if (secondText === undefined && !deleting && !squeezing)
      throw new UsageError(`missing operand after '${firstText}'`);
    let first = setOf(firstText);
    if (on('complement')) {
      const members = new Set(first);
      first = range(0, 255).filter((byte) => !members.has(byte));
    }
    const second = secondText === undefined ? [] : setOf(secondText, first.length);
    if (on('truncate-set1')) first = first.slice(0, second.length);
    const map = Uint8Array.from(range(0, 255));
    const translating = !deleting && second.length > 0;
    if (translating)
      for (const [index, byte] of first.entries()) map[byte] = second[Math.min(index, second.length - 1)] ?? byte;
    const deleted = new Set(deleting ? first : []);
    const squeezed = new Set(squeezing ? (second.length ? second : first) : []);
    let last = -1;
    for (let chunk = input.chunk(); chunk; chunk = input.chunk()) {
      const out = new Uint8Array(chunk.length);
      let length = 0;
      for (const byte of chunk) {
        if (deleting && deleted.has(byte)) continue;
        const mapped = map[byte] ?? byte;
        if (squeezing && mapped === last && squeezed.has(mapped)) continue;
        last = mapped;
        out[length++] = mapped;
      }
      print(out.subarray(0, length));
    }
    return 0;
  },
};
