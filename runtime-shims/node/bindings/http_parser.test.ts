import { execFileSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { pinnedNode } from '../../../scripts/node26.mjs';
import { standInEnvironment } from '../stand_in_environment.fixture.ts';
import { binding } from './http_parser.ts';
import { cases, drive, type ParserClass, PIECES } from './http_parser_cases.fixture.ts';

const native = JSON.parse(
  execFileSync(
    pinnedNode() as string,
    ['--expose-internals', '--no-warnings', fileURLToPath(new URL('http_parser_native.fixture.ts', import.meta.url))],
    { encoding: 'utf8', maxBuffer: 1 << 26 },
  ),
) as { results: unknown[][]; methods: string[]; allMethods: string[]; constants: Record<string, number> };

const ours = binding(standInEnvironment({}));
const HTTPParser = ours['HTTPParser'] as ParserClass;

describe('http_parser', () => {
  it('has the constants and methods of the native binding', () => {
    expect(Object.fromEntries(Object.entries(HTTPParser))).toEqual(native.constants);
    expect(ours['methods']).toEqual(native.methods);
    expect(ours['allMethods']).toEqual(native.allMethods);
  });

  it.each(cases.map((parserCase, index) => [parserCase.name, index] as const))('%s', (_name, index) => {
    PIECES.forEach((piece, i) => {
      const log = JSON.parse(JSON.stringify(drive(HTTPParser, cases[index]!, piece)));
      expect({ piece, log }).toEqual({ piece, log: native.results[index]![i] });
    });
  });

  it('throws on what a callback threw, and parses the next message', () => {
    const parser = new HTTPParser();
    parser.initialize(HTTPParser['REQUEST']!, {}, 0, 0);
    parser[HTTPParser['kOnHeadersComplete']!] = () => {
      throw new RangeError('from the program');
    };
    const bytes = new TextEncoder().encode('GET / HTTP/1.1\r\n\r\n');
    expect(() => parser.execute(bytes)).toThrow('from the program');
    parser.initialize(HTTPParser['REQUEST']!, {}, 0, 0);
    parser[HTTPParser['kOnHeadersComplete']!] = () => 0;
    expect(parser.execute(bytes)).toBe(bytes.byteLength);
  });
});
