/** Domain names in ASCII and in Unicode (RFC 3492, UTS #46): the browser's URL maps one way, this is the other. */
const NativeURL = URL;

const BASE = 36;
const T_MIN = 1;
const T_MAX = 26;
const SKEW = 38;
const DAMP = 700;
const INITIAL_BIAS = 72;
const INITIAL_N = 128;
const PREFIX = 'xn--';
const MAX_CODE_POINT = 0x10ffff;

/** Empty for a name that cannot be a domain. */
export function domainToASCII(domain: string): string {
  return hostnameOf(domain) ?? '';
}

/** Leaves alone what is ASCII already, be it a valid domain or not (`toASCII` of the encoding binding). */
export function toASCIILeniently(domain: string): string {
  return isAscii(domain) ? domain.toLowerCase() : (hostnameOf(domain) ?? '');
}

export function domainToUnicode(domain: string): string {
  const hostname = hostnameOf(domain);
  return hostname === undefined ? '' : toUnicode(hostname);
}

/** Labels that are no punycode stay as they are. */
export function toUnicode(domain: string): string {
  return domain
    .split('.')
    .map((label) => (label.startsWith(PREFIX) ? (decodeLabel(label.slice(PREFIX.length)) ?? label) : label))
    .join('.');
}

function hostnameOf(domain: string): string | undefined {
  // What ends a host would make a URL of another shape of it.
  if (domain === '' || /[/?#@\\:]/.test(domain.replace(/^\[.*\]$/, ''))) return undefined;
  try {
    return new NativeURL(`ws://${domain}`).hostname;
  } catch {
    return undefined;
  }
}

function isAscii(text: string): boolean {
  for (let i = 0; i < text.length; i++) if (text.charCodeAt(i) >= INITIAL_N) return false;
  return true;
}

function decodeLabel(label: string): string | undefined {
  const delimiter = label.lastIndexOf('-');
  const output = delimiter > 0 ? [...label.slice(0, delimiter)].map((character) => character.charCodeAt(0)) : [];
  let codePoint = INITIAL_N;
  let bias = INITIAL_BIAS;
  let index = 0;
  for (let at = delimiter > 0 ? delimiter + 1 : 0; at < label.length; ) {
    const before = index;
    for (let weight = 1, k = BASE; ; k += BASE) {
      const digit = at < label.length ? digitOf(label.charCodeAt(at++)) : BASE;
      if (digit >= BASE) return undefined;
      index += digit * weight;
      const threshold = k <= bias ? T_MIN : k >= bias + T_MAX ? T_MAX : k - bias;
      if (digit < threshold) break;
      weight *= BASE - threshold;
    }
    const length = output.length + 1;
    bias = adapt(index - before, length, before === 0);
    codePoint += Math.floor(index / length);
    if (codePoint > MAX_CODE_POINT) return undefined;
    index %= length;
    output.splice(index++, 0, codePoint);
  }
  return String.fromCodePoint(...output);
}

function digitOf(unit: number): number {
  if (unit >= 0x30 && unit <= 0x39) return unit - 0x30 + 26;
  const lower = unit | 0x20;
  return lower >= 0x61 && lower <= 0x7a ? lower - 0x61 : BASE;
}

function adapt(difference: number, length: number, isFirst: boolean): number {
  let delta = isFirst ? Math.floor(difference / DAMP) : difference >>> 1;
  delta += Math.floor(delta / length);
  let k = 0;
  for (; delta > ((BASE - T_MIN) * T_MAX) / 2; k += BASE) delta = Math.floor(delta / (BASE - T_MIN));
  return k + Math.floor(((BASE - T_MIN + 1) * delta) / (delta + SKEW));
}
