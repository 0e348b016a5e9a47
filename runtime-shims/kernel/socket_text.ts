/** Internet addresses as text ↔ as the kernel's sockets hold them (socket_layout.ts: ADDRESS_*). */
import { AF_INET } from './constants.ts';
import { ADDRESS_IPV4, ADDRESS_IPV6, ADDRESS_MAPPED } from './socket_layout.ts';

export interface KernelAddress {
  kind: number;
  /** IPv4 in host order; of an IPv6 address: 0 `::`, 1 `::1`, 2 any other, which no host here has. */
  ipv4: number;
}

const OTHER_IPV6 = 2;

function parseIpv4(text: string): number | undefined {
  const parts = text.split('.');
  if (parts.length !== 4) return undefined;
  let value = 0;
  for (const part of parts) {
    if (!/^(0|[1-9]\d{0,2})$/.test(part) || Number(part) > 255) return undefined;
    value = (value << 8) | Number(part);
  }
  return value;
}

/** The eight groups of an IPv6 address, or undefined. */
function parseIpv6(text: string): number[] | undefined {
  let source = text.replace(/%.*$/, '');
  const dotted = /^(.*:)(\d+\.\d+\.\d+\.\d+)$/.exec(source);
  if (dotted) {
    const ipv4 = parseIpv4(dotted[2]!);
    if (ipv4 === undefined) return undefined;
    source = `${dotted[1]}${(ipv4 >>> 16).toString(16)}:${(ipv4 & 0xffff).toString(16)}`;
  }
  const halves = source.split('::');
  if (halves.length > 2) return undefined;
  const groups = halves.map((half) => (half === '' ? [] : half.split(':')));
  const given = groups.flat();
  if (!given.every((group) => /^[0-9a-f]{1,4}$/i.test(group))) return undefined;
  const missing = 8 - given.length;
  if (halves.length === 1 ? missing !== 0 : missing < 1) return undefined;
  const zeros = new Array<string>(halves.length === 2 ? missing : 0).fill('0');
  return [...groups[0]!, ...zeros, ...(groups[1] ?? [])].map((group) => Number.parseInt(group, 16));
}

/** Undefined when `text` is no address. The empty string is the family's wildcard. */
export function parseAddress(family: number, text: string): KernelAddress | undefined {
  if (text === '') return { kind: family === AF_INET ? ADDRESS_IPV4 : ADDRESS_IPV6, ipv4: 0 };
  if (!text.includes(':')) {
    const ipv4 = parseIpv4(text);
    return ipv4 === undefined ? undefined : { kind: ADDRESS_IPV4, ipv4 };
  }
  const groups = parseIpv6(text);
  if (groups === undefined) return undefined;
  const upper = groups.slice(0, 5).every((group) => group === 0);
  if (upper && groups[5] === 0xffff) return { kind: ADDRESS_MAPPED, ipv4: (groups[6]! << 16) | groups[7]! };
  const low = upper && groups[5] === 0 && groups[6] === 0 ? groups[7]! : OTHER_IPV6;
  return { kind: ADDRESS_IPV6, ipv4: low <= 1 ? low : OTHER_IPV6 };
}

export function formatAddress(family: number, kind: number, ipv4: number): string {
  const dotted = [24, 16, 8, 0].map((shift) => (ipv4 >>> shift) & 255).join('.');
  if (kind === ADDRESS_MAPPED) return `::ffff:${dotted}`;
  if (kind === ADDRESS_IPV6) return ipv4 === 1 ? '::1' : '::';
  if (kind === ADDRESS_IPV4) return dotted;
  return family === AF_INET ? '0.0.0.0' : '::';
}
