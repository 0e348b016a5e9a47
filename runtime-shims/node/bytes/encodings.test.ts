import { expect, it } from 'vitest';
import { decodeBytes, ENCODINGS } from './encodings.ts';

it.each([
  ['ascii', 2 ** 29 - 23],
  ['utf8', 2 ** 29 - 23],
  ['latin1', 2 ** 29 - 23],
  ['utf16le', 2 ** 30 - 46],
  ['hex', 2 ** 28 - 11],
  ['base64', (2 ** 29 - 24) * 0.75 + 1],
  ['base64url', (2 ** 29 - 24) * 0.75 + 1],
] as const)('bytes are refused that would be too long a string as %s', (name, length) => {
  const decode = () => decodeBytes(new Uint8Array(0), 0, length, ENCODINGS.indexOf(name));
  expect(decode).toThrow(expect.objectContaining({ code: 'ERR_STRING_TOO_LONG' }));
});
