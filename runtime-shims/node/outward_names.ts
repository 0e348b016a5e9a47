/**
 * Names of the outer network. A tab cannot resolve them, nor need it: whoever fetches does. So each name that a program
 * looks up gets an address of a block of its own, and the host's gateway, which answers for that block, reads here what
 * name was meant.
 *
 * The table is a file with one name to a line, shared by all processes: a name's address is its line's number. Lines
 * are appended whole, and of two lines with one name the first counts, so no lock is needed.
 */
import type { SystemCalls } from '../kernel/system_calls.ts';
import { parseIPv4, parseIPv6 } from './ip_address.ts';
import { byteStringToBytes, bytesToByteString } from './string_bytes.ts';

/** RFC 2544: 198.18.0.0/15. The first address is the gateway's. */
export const OUTWARD_NETWORK = '198.18.0.0';
const FIRST_OCTETS = [198, 18] as const;
const CAPACITY = 2 ** 17;

/** Made by the host; where it is missing there is no way out, and no name is found. */
export const OUTWARD_NAMES_FILE = '/run/outward_names';
const O_WRONLY = 1;
const O_APPEND = 0o2000;

/** RFC 2606, RFC 6761, RFC 6762: names that no resolver finds. */
const NEVER_FOUND = /(?:^|\.)(?:invalid|test|example|local|localhost|onion|internal)$/;
/** RFC 1123: labels of letters, digits and hyphens. */
const HOST_NAME = /^(?=.{1,253}$)(?:[a-z0-9_](?:[a-z0-9_-]{0,61}[a-z0-9_])?\.)+[a-z0-9-]{2,63}$/;

function names(kernel: SystemCalls): string[] | null {
  const file = kernel.readFile(OUTWARD_NAMES_FILE);
  if (typeof file === 'number') return null;
  return bytesToByteString(file, 0, file.byteLength).split('\n').slice(0, -1);
}

function addressOf(line: number): string {
  const number = line + 1;
  return `${FIRST_OCTETS[0]}.${FIRST_OCTETS[1] + (number >> 16)}.${(number >> 8) & 255}.${number & 255}`;
}

export function isOutwardAddress(address: string): boolean {
  const bytes = parseIPv4(address.replace(/^::ffff:/i, ''));
  return bytes !== null && bytes[0] === FIRST_OCTETS[0] && (bytes[1]! & 0xfe) === FIRST_OCTETS[1];
}

/** A literal address that is neither in the container nor stands for a name: a host of the outer network. */
export function isForeignAddress(address: string): boolean {
  const v4 = parseIPv4(address.replace(/^::ffff:/i, ''));
  if (v4 !== null) return v4[0] !== 127 && v4.some((byte) => byte !== 0) && !isOutwardAddress(address);
  const v6 = parseIPv6(address);
  return v6?.subarray(0, 15).some((byte) => byte !== 0) ?? false;
}

/** The address for `host`: a name in lower case without a dot at its end, or a literal address. Null: not found. */
export function outwardAddressOf(kernel: SystemCalls, host: string): string | null {
  const known = names(kernel);
  if (known === null) return null;
  const line = known.indexOf(host);
  if (line >= 0) return addressOf(line);
  const canBe = isForeignAddress(host) || (HOST_NAME.test(host) && !NEVER_FOUND.test(host));
  return canBe ? addOutwardName(kernel, host) : null;
}

/** Enters a name whatever it looks like (an operator's registry may have one label). Null when there is no table or room. */
export function addOutwardName(kernel: SystemCalls, host: string): string | null {
  const fd = kernel.open(OUTWARD_NAMES_FILE, O_WRONLY | O_APPEND, 0);
  if (fd < 0) return null;
  const written = kernel.write(fd, byteStringToBytes(`${host}\n`), -1);
  kernel.close(fd);
  if (written < 0) return null;
  const line = names(kernel)?.indexOf(host) ?? -1;
  return line < 0 || line >= CAPACITY - 1 ? null : addressOf(line);
}

/** What {@link outwardAddressOf} gave this address for. */
export function outwardNameOf(kernel: SystemCalls, address: string): string | null {
  const bytes = parseIPv4(address.replace(/^::ffff:/i, ''));
  if (bytes === null || !isOutwardAddress(address)) return null;
  const number = ((bytes[1]! - FIRST_OCTETS[1]) << 16) | (bytes[2]! << 8) | bytes[3]!;
  return names(kernel)?.[number - 1] ?? null;
}
