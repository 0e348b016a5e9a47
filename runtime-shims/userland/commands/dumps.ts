/** Bytes as text: od, xxd, hexdump, base64, base32, strings. */
import { concatenate, decodeLatin1, encodeLatin1 } from '../system/text.ts';
import { type Command, type CommandContext, UsageError } from './command.ts';
import { amount } from './head_tail.ts';

function bytesOf({ operands, open }: CommandContext): Uint8Array {
  return concatenate((operands.length ? operands : ['-']).map((path) => open(path)?.all() ?? new Uint8Array(0)));
}

const names =
  'nul soh stx etx eot enq ack bel bs ht nl vt ff cr so si dle dc1 dc2 dc3 dc4 nak syn etb can em sub esc fs gs rs us sp'.split(
    ' ',
  );
const escapes: Record<number, string> = {
  0: '\\0',
  7: '\\a',
  8: '\\b',
  9: '\\t',
  10: '\\n',
  11: '\\v',
  12: '\\f',
  13: '\\r',
};

interface OdFormat {
  size: number;
  width: number;
  show(bytes: Uint8Array): string;
}

function little(bytes: Uint8Array): bigint {
  return bytes.reduceRight((value, byte) => (value << 8n) | BigInt(byte), 0n);
}

function odFormat(text: string): OdFormat {
  const match = /^([acdfoux])(\d|C|S|I|L)?z?$/.exec(text);
  if (!match) throw new UsageError(`invalid type string '${text}'`);
  const kind = match[1] ?? 'o';
  if (kind === 'c' || kind === 'a') {
    const show = (byte: number) => {
      if (kind === 'a')
        return (byte & 127) < 33
          ? (names[byte & 127] ?? '')
          : (byte & 127) === 127
            ? 'del'
            : String.fromCharCode(byte & 127);
      return (
        escapes[byte] ?? (byte >= 32 && byte < 127 ? String.fromCharCode(byte) : byte.toString(8).padStart(3, '0'))
      );
    };
    return { size: 1, width: 4, show: ([byte = 0]) => show(byte).padStart(4) };
  }
  const sizes: Record<string, number> = { C: 1, S: 2, I: 4, L: 8 };
  const size = sizes[match[2] ?? ''] ?? Number(match[2] ?? 4);
  const digits: Record<string, number> = {
    o: Math.ceil((size * 8) / 3),
    x: size * 2,
    d: [0, 4, 6, 0, 11, 0, 0, 0, 20][size] ?? 11,
    u: [0, 3, 5, 0, 10, 0, 0, 0, 20][size] ?? 10,
    f: 15,
  };
  const width = (digits[kind] ?? 8) + 1;
  const show = (bytes: Uint8Array) => {
    const whole = new Uint8Array(size);
    whole.set(bytes);
    if (kind === 'f') {
      const view = new DataView(whole.buffer);
      return String(size === 8 ? view.getFloat64(0, true) : view.getFloat32(0, true)).padStart(width);
    }
    const value = little(whole);
    if (kind === 'x')
      return value
        .toString(16)
        .padStart(size * 2, '0')
        .padStart(width);
    if (kind === 'o')
      return value
        .toString(8)
        .padStart(digits['o'] ?? 0, '0')
        .padStart(width);
    return (kind === 'd' ? BigInt.asIntN(size * 8, value) : value).toString().padStart(width);
  };
  return { size, width, show };
}

export const od: Command = {
  name: 'od',
  usage: '[FILE]…',
  summary: 'Shows bytes in octal and other forms.',
  flags: {
    'address-radix': { short: 'A', value: 'RADIX', help: 'd, o, x or n for none' },
    format: { short: 't', value: 'TYPE', help: 'a, c, d, f, o, u or x, with a size' },
    'read-bytes': { short: 'N', value: 'N', help: 'no more bytes than that' },
    'skip-bytes': { short: 'j', value: 'N', help: 'without the first bytes' },
    width: { short: 'w', value: 'N', optional: true, help: 'bytes of a line (16)' },
    'output-duplicates': { short: 'v', help: 'equal lines too' },
    a: { short: 'a', help: '-t a' },
    b: { short: 'b', help: '-t o1' },
    c: { short: 'c', help: '-t c' },
    d: { short: 'd', help: '-t u2' },
    x: { short: 'x', help: '-t x2' },
    o: { short: 'o', help: '-t o2' },
  },
  run(context) {
    const { given, value, on, print } = context;
    const shorts: Record<string, string> = { a: 'a', b: 'o1', c: 'c', d: 'u2', x: 'x2', o: 'o2' };
    const types = given.flatMap(([flag, text]) =>
      flag === 'format' ? (text.match(/[acdfoux][0-9CSIL]?z?/g) ?? [text]) : (shorts[flag] ?? []),
    );
    const formats = (types.length ? types : ['o2']).map(odFormat);
    const skip = value('skip-bytes') === undefined ? 0 : amount(value('skip-bytes') ?? '0', 'bytes').count;
    const most =
      value('read-bytes') === undefined ? undefined : skip + amount(value('read-bytes') ?? '0', 'bytes').count;
    const all = bytesOf(context).subarray(0, most);
    const width = Number(value('width') || 16);
    const radix = value('address-radix') ?? 'o';
    const address = (at: number) =>
      radix === 'n'
        ? ''
        : radix === 'd'
          ? String(at).padStart(7, '0')
          : radix === 'x'
            ? at.toString(16).padStart(6, '0')
            : at.toString(8).padStart(7, '0');
    let before = '';
    let starred = false;
    for (let at = skip; at < all.length; at += width) {
      const row = all.subarray(at, at + width);
      const text = decodeLatin1(row);
      if (text === before && row.length === width && !on('output-duplicates')) {
        if (!starred) print('*\n');
        starred = true;
        continue;
      }
      before = text;
      starred = false;
      formats.forEach(({ size, show }, index) => {
        let line = index === 0 ? address(at) : ' '.repeat(address(at).length);
        for (let i = 0; i < row.length; i += size) line += show(row.subarray(i, i + size));
        print(`${line}\n`);
      });
    }
    if (radix !== 'n') print(`${address(Math.max(skip, all.length))}\n`);
    return 0;
  },
};

export const xxd: Command = {
  name: 'xxd',
  usage: '[FILE]',
  summary: 'Shows bytes in hexadecimal, or reads them back.',
  flags: {
    reverse: { short: 'r', help: 'from hexadecimal to bytes' },
    plain: { short: 'p', help: 'digits only' },
    cols: { short: 'c', value: 'N', help: 'bytes of a line (16; 30 with -p)' },
    groupsize: { short: 'g', value: 'N', help: 'bytes of a group (2)' },
    len: { short: 'l', value: 'N', help: 'no more bytes than that' },
    seek: { short: 's', value: 'N', help: 'without the first bytes' },
    uppercase: { short: 'u', help: 'large letters' },
    bits: { short: 'b', help: 'binary digits' },
  },
  run(context) {
    const { on, value, print } = context;
    if (on('reverse')) {
      const text = decodeLatin1(bytesOf(context));
      const digits = on('plain')
        ? text
        : text
            .split('\n')
            .map((line) => /^[0-9a-fA-F]+: (.*?)(?: {2}|$)/.exec(line)?.[1] ?? '')
            .join('');
      const pairs = digits.replace(/[^0-9a-fA-F]/g, '').match(/../g) ?? [];
      print(Uint8Array.from(pairs, (pair) => Number.parseInt(pair, 16)));
      return 0;
    }
    const start = Number(value('seek') ?? 0);
    const all = bytesOf(context).subarray(start, value('len') === undefined ? undefined : start + Number(value('len')));
    const columns = Number(value('cols') ?? (on('plain') ? 30 : on('bits') ? 6 : 16));
    const group = Number(value('groupsize') ?? (on('bits') ? 1 : 2));
    const digits = (byte: number) => {
      const text = on('bits') ? byte.toString(2).padStart(8, '0') : byte.toString(16).padStart(2, '0');
      return on('uppercase') ? text.toUpperCase() : text;
    };
    for (let at = 0; at < all.length; at += columns) {
      const row = all.subarray(at, at + columns);
      if (on('plain')) {
        print(`${[...row].map(digits).join('')}\n`);
        continue;
      }
      let hex = '';
      for (let i = 0; i < columns; i++) {
        hex += i < row.length ? digits(row[i] ?? 0) : on('bits') ? ' '.repeat(8) : '  ';
        if (group && (i + 1) % group === 0) hex += ' ';
      }
      if (!group || columns % group !== 0) hex += ' ';
      const text = [...row].map((byte) => (byte >= 32 && byte < 127 ? String.fromCharCode(byte) : '.')).join('');
      print(`${(start + at).toString(16).padStart(8, '0')}: ${hex} ${text}\n`);
    }
    return 0;
  },
};

export const hexdump: Command = {
  name: 'hexdump',
  usage: '[FILE]…',
  summary: 'Shows bytes in hexadecimal.',
  flags: {
    canonical: { short: 'C', help: 'with characters beside' },
    length: { short: 'n', value: 'N', help: 'no more bytes than that' },
    'no-squeezing': { short: 'v', help: 'equal lines too' },
  },
  run(context) {
    const { on, value, print } = context;
    const all = bytesOf(context).subarray(0, value('length') === undefined ? undefined : Number(value('length')));
    const address = (at: number) => at.toString(16).padStart(on('canonical') ? 8 : 7, '0');
    let before = '';
    let starred = false;
    for (let at = 0; at < all.length; at += 16) {
      const row = all.subarray(at, at + 16);
      const text = decodeLatin1(row);
      if (text === before && row.length === 16 && !on('no-squeezing')) {
        if (!starred) print('*\n');
        starred = true;
        continue;
      }
      before = text;
      starred = false;
      if (on('canonical')) {
        const hex = (from: number) =>
          [...row.subarray(from, from + 8)]
            .map((byte) => byte.toString(16).padStart(2, '0'))
            .join(' ')
            .padEnd(23);
        print(`${address(at)}  ${hex(0)}  ${hex(8)}  |${text.replace(/[^ -~]/g, '.')}|\n`);
      } else {
        let line = address(at);
        for (let i = 0; i < row.length; i += 2)
          line += ` ${((row[i] ?? 0) | ((row[i + 1] ?? 0) << 8)).toString(16).padStart(4, '0')}`;
        print(`${line}\n`);
      }
    }
    if (all.length) print(`${address(all.length)}\n`);
    return 0;
  },
};

export const base64: Command = {
  name: 'base64',
  usage: '[FILE]',
  summary: 'Writes bytes in base 64, or reads them back.',
  flags: {
    decode: { short: 'dD', help: 'from base 64 to bytes' },
    wrap: { short: 'w', value: 'N', help: 'columns of a line (76), 0 for one line' },
    'ignore-garbage': { short: 'i', help: 'pass over other characters' },
  },
  run(context) {
    const { on, value, print, complain } = context;
    const bytes = bytesOf(context);
    if (on('decode')) {
      let text = decodeLatin1(bytes).replace(/\s/g, '');
      if (on('ignore-garbage')) text = text.replace(/[^A-Za-z0-9+/=]/g, '');
      try {
        print(encodeLatin1(atob(text)));
      } catch {
        complain('invalid input');
      }
      return 0;
    }
    const width = Number(value('wrap') ?? 76);
    const text = btoa(decodeLatin1(bytes));
    if (!text) return 0;
    print(width ? `${(text.match(new RegExp(`.{1,${width}}`, 'g')) ?? []).join('\n')}\n` : text);
    return 0;
  },
};

export const strings: Command = {
  name: 'strings',
  usage: '[FILE]…',
  summary: 'Prints the texts in binary files.',
  flags: {
    bytes: { short: 'n', value: 'N', help: 'of so many characters at least (4)' },
    all: { short: 'a', help: 'accepted' },
  },
  number: 'bytes',
  run(context) {
    const expression = new RegExp(`[\\t -~]{${Number(context.value('bytes') ?? 4)},}`, 'g');
    for (const text of decodeLatin1(bytesOf(context)).match(expression) ?? []) context.print(`${text}\n`);
    return 0;
  },
};

/** CRC of POSIX cksum(1). */
export const cksum: Command = {
  name: 'cksum',
  usage: '[FILE]…',
  summary: 'Prints a checksum and the number of bytes.',
  flags: {},
  run({ operands, open, print }) {
    const table = Uint32Array.from({ length: 256 }, (_, index) => {
      let value = index << 24;
      for (let i = 0; i < 8; i++) value = value & 0x80000000 ? (value << 1) ^ 0x04c11db7 : value << 1;
      return value;
    });
    for (const path of operands.length ? operands : ['-']) {
      const input = open(path);
      if (!input) continue;
      let value = 0;
      let size = 0;
      const add = (byte: number) => {
        value = (value << 8) ^ (table[((value >>> 24) ^ byte) & 255] ?? 0);
      };
      for (let chunk = input.chunk(); chunk; chunk = input.chunk()) {
        for (const byte of chunk) add(byte);
        size += chunk.length;
      }
      for (let rest = size; rest > 0; rest = Math.floor(rest / 256)) add(rest & 255);
      print(`${~value >>> 0} ${size}${operands.length ? ` ${path}` : ''}\n`);
    }
    return 0;
  },
};
