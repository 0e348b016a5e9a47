import { expect, it } from 'vitest';
import { admitScript } from './content_security_policy.ts';

const SCRIPT = 'https://a--1.test/own.js';

it.each([
  ['a policy without scripts', "img-src 'self'", "img-src 'self'", null],
  ['a nonce is used', "script-src 'self' 'nonce-abc='", "script-src 'self' 'nonce-abc='", 'abc='],
  ['its own source is added', "script-src 'self'; img-src *", `script-src 'self' ${SCRIPT}; img-src *`, null],
  ["'none' ends", "default-src 'none'", `default-src ${SCRIPT}`, null],
  [
    'the most particular directive counts',
    "default-src 'nonce-a'; script-src 'self'",
    `default-src 'nonce-a'; script-src 'self' ${SCRIPT}`,
    null,
  ],
  [
    'every policy must let it in',
    "script-src 'nonce-a',script-src 'nonce-b'",
    `script-src 'nonce-a',script-src 'nonce-b' ${SCRIPT}`,
    'a',
  ],
])('%s', (_what, header, expected, nonce) => {
  expect(admitScript(header, SCRIPT)).toEqual({ header: expected, nonce });
});
