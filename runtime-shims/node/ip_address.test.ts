import { isIPv4, isIPv6 } from 'node:net';
import { describe, expect, it } from 'vitest';
import { formatIPv6, parseIPv4, parseIPv6 } from './ip_address.ts';

describe('literal addresses', () => {
  it.each([
    ...['1.2.3.4', '255.255.255.255', '256.1.1.1', '1.2.3', '01.2.3.4', '1.2.3.4.5', '', '1..2.3', ' 1.2.3.4'],
    ...['::', '::1', '1::', '1:2:3:4:5:6:7:8', '1:2:3:4:5:6:7', '1:2:3:4:5:6:7::', '::2:3:4:5:6:7:8', '1::2::3'],
    ...['::ffff:1.2.3.4', '1.2.3.4::', '::1.2.3.4', 'fe80::1', '12345::', 'g::', ':1', '1:', '1:2:3:4:5:6:1.2.3.4'],
  ])('%j is one exactly when Node says so', (text) => {
    expect([parseIPv4(text) !== null, parseIPv6(text) !== null]).toEqual([isIPv4(text), isIPv6(text)]);
  });

  it.each([
    ['0:0:0:0:0:0:0:0', '::'],
    ['::0001', '::1'],
    ['1:0:0:2:0:0:0:3', '1:0:0:2::3'],
    ['2001:DB8:0:0:1:0:0:1', '2001:db8::1:0:0:1'],
    ['1:0:2:3:4:5:6:7', '1:0:2:3:4:5:6:7'],
    ['::ffff:102:304', '::ffff:1.2.3.4'],
    ['::1.2.3.4', '::1.2.3.4'],
  ])('%s is written %s', (text, canonical) => {
    expect(formatIPv6(parseIPv6(text)!)).toBe(canonical);
  });
});
