/** Is a certificate for this host, address or mailbox? (X509_check_host, X509_check_email, X509_check_ip; RFC 6125) */
import { parseIp } from '../../ip_address.ts';
import { type Certificate, Extension } from './certificate.ts';
import { attributesOf, GeneralName, kindOfName } from './certificate_names.ts';

/** X509_CHECK_FLAG_… */
const Flag = {
  ALWAYS_CHECK_SUBJECT: 1,
  NO_WILDCARDS: 2,
  NO_PARTIAL_WILDCARDS: 4,
  MULTI_LABEL_WILDCARDS: 8,
  SINGLE_LABEL_SUBDOMAINS: 16,
  NEVER_CHECK_SUBJECT: 32,
} as const;

const latin1 = (bytes: Uint8Array): string => Array.from(bytes, (byte) => String.fromCharCode(byte)).join('');

/** Alternative names of a kind. */
function alternatives(certificate: Certificate, kind: number): Uint8Array[] {
  const names = certificate.extension(Extension.SUBJECT_ALT_NAME)?.children ?? [];
  return names.filter((name) => kindOfName(name) === kind).map(({ content }) => content);
}

/** The name that matches: one of the alternatives, or, where there is none of the kind, of the subject. */
function findMatch(
  certificate: Certificate,
  kind: number,
  attribute: string,
  flags: number,
  matches: (candidate: string) => boolean,
): string | undefined {
  const names = alternatives(certificate, kind).map(latin1);
  const found = names.find(matches);
  if (found !== undefined) return found;
  if (flags & Flag.NEVER_CHECK_SUBJECT || (names.length && !(flags & Flag.ALWAYS_CHECK_SUBJECT))) return undefined;
  const values = attributesOf(certificate.subject).flat();
  return values.find(({ name, value }) => name === attribute && matches(value))?.value;
}

export const matchHost = (certificate: Certificate, host: string, flags: number): string | undefined =>
  findMatch(certificate, GeneralName.DNS, 'CN', flags, (pattern) => hostMatches(pattern, host, flags));

function hostMatches(pattern: string, host: string, flags: number): boolean {
  const [wanted, name] = [pattern.toLowerCase(), host.toLowerCase()];
  if (host.startsWith('.') && host.length > 1) {
    const head = wanted.slice(0, -name.length);
    if (!wanted.endsWith(name) || wanted.length <= name.length) return false;
    return !(flags & Flag.SINGLE_LABEL_SUBDOMAINS) || !head.includes('.');
  }
  if (wanted === name) return true;
  return !(flags & Flag.NO_WILDCARDS) && wildcardMatches(wanted, name, flags);
}

function wildcardMatches(pattern: string, host: string, flags: number): boolean {
  const [label = '', ...rest] = pattern.split('.');
  const star = label.indexOf('*');
  // One star, in the first of three labels or more; a part of a label only where that is no encoded name.
  if (star < 0 || pattern.indexOf('*', star + 1) >= 0 || rest.length < 2 || rest.includes('')) return false;
  const isWhole = label === '*';
  if (!isWhole && (flags & Flag.NO_PARTIAL_WILDCARDS || label.startsWith('xn--'))) return false;
  const [prefix, suffix] = [label.slice(0, star), `${label.slice(star + 1)}.${rest.join('.')}`];
  if (host.length < prefix.length + suffix.length || !host.startsWith(prefix) || !host.endsWith(suffix)) return false;
  const matched = host.slice(prefix.length, host.length - suffix.length);
  if (isWhole && matched === '') return false;
  if (!isWhole && host.startsWith('xn--')) return false;
  const allowsDots = isWhole && (flags & Flag.MULTI_LABEL_WILDCARDS) !== 0;
  return allowsDots ? /^[a-z0-9.-]*$/.test(matched) : /^[a-z0-9-]*$/.test(matched);
}

/** The local part counts as it is written, the domain without case. */
export const matchEmail = (certificate: Certificate, email: string, flags: number): boolean =>
  findMatch(certificate, GeneralName.EMAIL, 'emailAddress', flags, (candidate) => {
    const at = candidate.lastIndexOf('@');
    const same = email.length === candidate.length && email.slice(0, at) === candidate.slice(0, at);
    return same && email.slice(at).toLowerCase() === candidate.slice(at).toLowerCase();
  }) !== undefined;

/** undefined when `address` is none. */
export function matchIp(certificate: Certificate, address: string): boolean | undefined {
  const wanted = parseIp(address)?.bytes;
  if (!wanted) return undefined;
  return alternatives(certificate, GeneralName.IP).some(
    (bytes) => bytes.length === wanted.length && bytes.every((byte, index) => byte === wanted[index]),
  );
}
