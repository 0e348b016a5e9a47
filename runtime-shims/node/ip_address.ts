/**
 * Literal IP addresses as bytes and back (inet_pton(3), inet_ntop(3); uv_inet_pton in libuv's src/inet.c).
 */
import { AF_INET, AF_INET6 } from './uv_numbers.ts';

export interface IpAddress {
  family: typeof AF_INET | typeof AF_INET6;
  bytes: Uint8Array;
}

/** Strict dotted decimal: four parts, no leading zeros. */
export function parseIPv4(text: string): Uint8Array | null {
  const parts = text.split('.');
  if (parts.length !== 4) return null;
  const bytes = new Uint8Array(4);
  for (let i = 0; i < 4; i++) {
    const part = parts[i]!;
    if (!/^(0|[1-9][0-9]{0,2})$/.test(part) || Number(part) > 255) return null;
    bytes[i] = Number(part);
  }
  return bytes;
}

/** With `::` and a dotted tail; a zone (`%lo`) is cut off. */
export function parseIPv6(text: string): Uint8Array | null {
  const zone = text.indexOf('%');
  let rest = zone < 0 ? text : text.slice(0, zone);
  const bytes = new Uint8Array(16);
  const lastColon = rest.lastIndexOf(':');
  if (lastColon < 0) return null;
  if (rest.includes('.')) {
    const tail = parseIPv4(rest.slice(lastColon + 1));
    if (tail === null) return null;
    const group = (high: number, low: number) => ((high << 8) | low).toString(16);
    rest = `${rest.slice(0, lastColon + 1)}${group(tail[0]!, tail[1]!)}:${group(tail[2]!, tail[3]!)}`;
  }
  const halves = rest.split('::');
  if (halves.length > 2) return null;
  const groupsOf = (half: string) => (half === '' ? [] : half.split(':'));
  const head = groupsOf(halves[0]!);
  const tail = halves.length === 2 ? groupsOf(halves[1]!) : [];
  const count = head.length + tail.length;
  if (halves.length === 1 ? count !== 8 : count > 7) return null;
  const groups = [...head, ...Array<string>(8 - count).fill('0'), ...tail];
  for (let i = 0; i < 8; i++) {
    if (!/^[0-9a-fA-F]{1,4}$/.test(groups[i]!)) return null;
    const value = Number.parseInt(groups[i]!, 16);
    bytes[2 * i] = value >>> 8;
    bytes[2 * i + 1] = value;
  }
  return bytes;
}

export function parseIp(text: string): IpAddress | null {
  const v4 = parseIPv4(text);
  if (v4 !== null) return { family: AF_INET, bytes: v4 };
  const v6 = parseIPv6(text);
  return v6 === null ? null : { family: AF_INET6, bytes: v6 };
}

/** Is it `::ffff:a.b.c.d`? */
export function isMappedIPv4(bytes: Uint8Array): boolean {
  for (let i = 0; i < 10; i++) if (bytes[i] !== 0) return false;
  return bytes[10] === 0xff && bytes[11] === 0xff;
}

export function formatIPv4(bytes: Uint8Array): string {
  return bytes.join('.');
}

export function formatIPv6(bytes: Uint8Array): string {
  const groups: number[] = [];
  for (let i = 0; i < 16; i += 2) groups.push((bytes[i]! << 8) | bytes[i + 1]!);
  let bestStart = -1;
  let bestLength = 1;
  for (let i = 0; i < 8; i++) {
    let length = 0;
    while (i + length < 8 && groups[i + length] === 0) length++;
    if (length > bestLength) {
      bestStart = i;
      bestLength = length;
    }
  }
  // inet_ntop shows the compatible and mapped ranges with a dotted tail.
  if (bestStart === 0 && (bestLength === 6 || (bestLength === 5 && groups[5] === 0xffff))) {
    return `::${bestLength === 5 ? 'ffff:' : ''}${formatIPv4(bytes.subarray(12))}`;
  }
  const hex = (part: number[]) => part.map((group) => group.toString(16)).join(':');
  if (bestStart < 0) return hex(groups);
  return `${hex(groups.slice(0, bestStart))}::${hex(groups.slice(bestStart + bestLength))}`;
}

export function formatIp({ family, bytes }: IpAddress): string {
  return family === AF_INET ? formatIPv4(bytes) : formatIPv6(bytes);
}
