/** Run under the pinned node with --expose-internals: prints what Node's own parser tells of every case. */
import { createRequire } from 'node:module';
import { cases, drive, type ParserClass, PIECES } from './http_parser_cases.fixture.ts';

const { internalBinding } = createRequire(import.meta.url)('internal/test/binding') as {
  internalBinding(name: string): Record<string, unknown>;
};
const { HTTPParser, methods, allMethods } = internalBinding('http_parser');
const results = cases.map((parserCase) => PIECES.map((piece) => drive(HTTPParser as ParserClass, parserCase, piece)));
const constants = Object.fromEntries(Object.entries(HTTPParser as object));
process.stdout.write(JSON.stringify({ results, methods, allMethods, constants }));
