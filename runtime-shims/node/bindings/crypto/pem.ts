/** PEM (RFC 7468), with the headers of OpenSSL's own encrypted keys (RFC 1421). */
import { decodeBytes, Encoding, encodeString } from '../../bytes/encodings.ts';

export interface PemBlock {
  label: string;
  /** `Proc-Type`, `DEK-Info`. */
  headers: Readonly<Record<string, string>>;
  content: Uint8Array;
}

const LINE = 64;
const BLOCK = /-----BEGIN ([A-Z0-9 ]+)-----[ \t]*\r?\n([\s\S]*?)-----END \1-----/g;
const HEADER = /^([A-Za-z-]+): *(.*)$/;

/** All blocks in a text, in order. */
export function readPem(bytes: Uint8Array): PemBlock[] {
  const text = decodeBytes(bytes, 0, bytes.length, Encoding.LATIN1) as string;
  const blocks: PemBlock[] = [];
  for (const [, label = '', body = ''] of text.matchAll(BLOCK)) {
    const headers: Record<string, string> = {};
    const lines = body.split(/\r?\n/);
    let data = '';
    for (const line of lines) {
      const header = HEADER.exec(line);
      if (header && data === '') headers[header[1]!] = header[2]!;
      else data += line.trim();
    }
    if (/[^A-Za-z0-9+/=\s]/.test(data)) continue;
    blocks.push({ label, headers, content: encodeString(data, Encoding.BASE64) });
  }
  return blocks;
}

export function writePem(label: string, content: Uint8Array, headers: readonly string[] = []): string {
  const text = decodeBytes(content, 0, content.length, Encoding.BASE64) as string;
  const lines: string[] = [];
  for (let at = 0; at < text.length; at += LINE) lines.push(text.slice(at, at + LINE));
  const head = headers.length ? [...headers, ''] : [];
  return [`-----BEGIN ${label}-----`, ...head, ...lines, `-----END ${label}-----`, ''].join('\n');
}
