/** Names in certificates as text (X509_NAME_print_ex, and PrintGeneralName in src/crypto/crypto_common.cc). */
import { decodeUtf8 } from '../../bytes/utf8.ts';
import { contextTag, type DerElement, dotted, Tag } from './der.ts';

/** OpenSSL's short names of attributes. */
const attributes: Readonly<Record<string, string>> = {
  '2.5.4.3': 'CN',
  '2.5.4.4': 'SN',
  '2.5.4.5': 'serialNumber',
  '2.5.4.6': 'C',
  '2.5.4.7': 'L',
  '2.5.4.8': 'ST',
  '2.5.4.9': 'street',
  '2.5.4.10': 'O',
  '2.5.4.11': 'OU',
  '2.5.4.12': 'title',
  '2.5.4.13': 'description',
  '2.5.4.15': 'businessCategory',
  '2.5.4.17': 'postalCode',
  '2.5.4.41': 'name',
  '2.5.4.42': 'GN',
  '2.5.4.43': 'initials',
  '2.5.4.44': 'generationQualifier',
  '2.5.4.46': 'dnQualifier',
  '2.5.4.65': 'pseudonym',
  '2.5.4.97': 'organizationIdentifier',
  '1.2.840.113549.1.9.1': 'emailAddress',
  '1.2.840.113549.1.9.2': 'unstructuredName',
  '0.9.2342.19200300.100.1.1': 'UID',
  '0.9.2342.19200300.100.1.25': 'DC',
  '1.3.6.1.4.1.311.60.2.1.1': 'jurisdictionL',
  '1.3.6.1.4.1.311.60.2.1.2': 'jurisdictionST',
  '1.3.6.1.4.1.311.60.2.1.3': 'jurisdictionC',
};

interface Attribute {
  name: string;
  value: string;
}

const latin1 = (bytes: Uint8Array): string => Array.from(bytes, (byte) => String.fromCharCode(byte)).join('');

function wide(bytes: Uint8Array, size: number): string {
  let text = '';
  for (let at = 0; at + size <= bytes.length; at += size) {
    let code = 0;
    for (let i = 0; i < size; i++) code = code * 256 + bytes[at + i]!;
    text += String.fromCodePoint(code);
  }
  return text;
}

/** Any of ASN.1's strings. */
export function stringOf({ tag, content }: DerElement): string {
  if (tag === Tag.UTF8_STRING) return decodeUtf8(content, 0, content.length);
  if (tag === Tag.BMP_STRING) return wide(content, 2);
  return tag === Tag.UNIVERSAL_STRING ? wide(content, 4) : latin1(content);
}

function attributeOf(pair: DerElement): Attribute {
  const identifier = pair.child(0).objectIdentifier;
  return { name: attributes[identifier] ?? identifier, value: stringOf(pair.child(1)) };
}

/** RelativeDistinguishedNames in order, each with its attributes. */
export const attributesOf = (name: DerElement): Attribute[][] =>
  name.children.map((relative) => relative.children.map(attributeOf));

/** RFC 2253, section 2.4; control characters as hexadecimal if asked. */
function escapeValue(value: string, escapeControls: boolean): string {
  let text = value.replaceAll(/[,+"\\<>;]/g, '\\$&');
  if (escapeControls) {
    text = text.replaceAll(
      // biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is escaped
      /[\x00-\x1f\x7f]/g,
      (character) => `\\${character.charCodeAt(0).toString(16).toUpperCase().padStart(2, '0')}`,
    );
  }
  return text.replace(/^[ #]/, '\\$&').replace(/(?<=.) $/, '\\ ');
}

const print = (relative: Attribute[], separator: string, escapeControls: boolean): string =>
  relative.map(({ name, value }) => `${name}=${escapeValue(value, escapeControls)}`).join(separator);

/** One line each, as `subject` and `issuer` show it; undefined for an empty name. */
export function multilineName(name: DerElement): string | undefined {
  const lines = attributesOf(name).map((relative) => print(relative, ' + ', true));
  return lines.length ? lines.join('\n') : undefined;
}

const reversedName = (name: DerElement): string =>
  attributesOf(name)
    .toReversed()
    .map((relative) => print(relative, '+', false))
    .join(',');

/** As an object without prototype; several of one name as an array. */
export function legacyName(name: DerElement): Record<string, string | string[]> {
  const object: Record<string, string | string[]> = Object.create(null);
  for (const { name: key, value } of attributesOf(name).flat()) {
    const before = object[key];
    object[key] = before === undefined ? value : [before, value].flat();
  }
  return object;
}

/** Kinds of GeneralName, by the number of their tag. */
export const GeneralName = {
  OTHER: 0,
  EMAIL: 1,
  DNS: 2,
  X400: 3,
  DIRECTORY: 4,
  EDI: 5,
  URI: 6,
  IP: 7,
  REGISTERED_ID: 8,
} as const;

const TAG_NUMBER = 0x1f;
export const kindOfName = ({ tag }: DerElement): number => tag & TAG_NUMBER;

/** Other names with a text: their identifiers, prefixes, and whether they are UTF-8. */
const otherNames: Readonly<Record<string, readonly [prefix: string, isUtf8: boolean]>> = {
  '1.3.6.1.5.5.7.8.9': ['SmtpUTF8Mailbox', true],
  '1.3.6.1.5.5.7.8.5': ['XmppAddr', true],
  '1.3.6.1.5.5.7.8.7': ['SRVName', false],
  '1.3.6.1.4.1.311.20.2.3': ['UPN', true],
  '1.3.6.1.5.5.7.8.8': ['NAIRealm', true],
};

/** Text that could be taken for several names is quoted as in JSON; `isUtf8` lets characters beyond ASCII be. */
function quoted(text: string, isUtf8: boolean, prefix = ''): string {
  const head = prefix && `${prefix}:`;
  // biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is unsafe
  const isSafe = isUtf8 ? !/["\\,'\x00-\x1f\x7f]/.test(text) : /^[ -~]*$/.test(text) && !/["\\,']/.test(text);
  if (isSafe) return head + text;
  const escaped = Array.from(text, (character) => {
    const code = character.codePointAt(0)!;
    if (character === '\\' || character === '"') return `\\${character}`;
    if ((code >= 0x20 && code <= 0x7e && character !== ',') || (isUtf8 && code > 0x7f)) return character;
    return `\\u${code.toString(16).padStart(4, '0')}`;
  });
  return `"${head}${escaped.join('')}"`;
}

export function ipText(bytes: Uint8Array): string | undefined {
  if (bytes.length === 4) return bytes.join('.');
  if (bytes.length !== 16) return undefined;
  return Array.from({ length: 8 }, (_, i) =>
    ((bytes[2 * i]! << 8) | bytes[2 * i + 1]!).toString(16).toUpperCase(),
  ).join(':');
}

export function generalName(name: DerElement): string {
  const { content } = name;
  switch (kindOfName(name)) {
    case GeneralName.DNS:
      return `DNS:${quoted(latin1(content), false)}`;
    case GeneralName.EMAIL:
      return `email:${quoted(latin1(content), false)}`;
    case GeneralName.URI:
      return `URI:${quoted(latin1(content), false)}`;
    case GeneralName.DIRECTORY:
      return `DirName:${quoted(reversedName(name.child(0)), true)}`;
    case GeneralName.IP:
      return `IP Address:${ipText(content) ?? '<invalid>'}`;
    case GeneralName.REGISTERED_ID:
      return `Registered ID:${dotted(content)}`;
    case GeneralName.OTHER:
      return otherName(name);
    case GeneralName.X400:
      return 'X400Name:<unsupported>';
    default:
      return 'EdiPartyName:<unsupported>';
  }
}

function otherName(name: DerElement): string {
  const known = otherNames[name.child(0).objectIdentifier];
  const value = name.child(1).expect(contextTag(0)).child(0);
  const [prefix, isUtf8] = known ?? ['', false];
  if (!known || value.tag !== (isUtf8 ? Tag.UTF8_STRING : Tag.IA5_STRING)) return 'othername:<unsupported>';
  return `othername:${quoted(stringOf(value), isUtf8, prefix)}`;
}

/** Access methods by name. */
const accessMethods: Readonly<Record<string, string>> = {
  '1.3.6.1.5.5.7.48.1': 'OCSP',
  '1.3.6.1.5.5.7.48.2': 'CA Issuers',
  '1.3.6.1.5.5.7.48.3': 'AD Time Stamping',
  '1.3.6.1.5.5.7.48.5': 'CA Repository',
};

/** A line for each AccessDescription. */
export function infoAccess(extension: DerElement): string {
  const lines = extension.children.map((description) => {
    const identifier = description.child(0).objectIdentifier;
    return `${accessMethods[identifier] ?? identifier} - ${generalName(description.child(1))}`;
  });
  return lines.join('\n');
}
