/** multipart/form-data (RFC 7578) from `-F NAME=VALUE`, `NAME=@FILE;type=TYPE;filename=NAME` and `NAME=<FILE`. */
import { randomBytes } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { basename, extname } from 'node:path';
import { UsageError } from '../command_line.ts';

/** What curl knows by a file's ending. */
const types: Readonly<Record<string, string>> = {
  '.gif': 'image/gif',
  '.jpg': 'image/jpeg',
  '.jpeg': 'image/jpeg',
  '.png': 'image/png',
  '.svg': 'image/svg+xml',
  '.txt': 'text/plain',
  '.htm': 'text/html',
  '.html': 'text/html',
  '.pdf': 'application/pdf',
  '.xml': 'application/xml',
};

export const readGiven = (path: string): Buffer => readFileSync(path === '-' ? 0 : path);

function partOf(field: string): Buffer {
  const equals = field.indexOf('=');
  if (equals < 0) throw new UsageError(`Illegally formatted input field`, 2);
  const name = field.slice(0, equals);
  const [content = '', ...settings] = field.slice(equals + 1).split(';');
  const setting = (key: string) => settings.find((each) => each.startsWith(`${key}=`))?.slice(key.length + 1);
  const fromFile = /^[@<]/.test(content);
  const path = content.slice(1);
  let head = `Content-Disposition: form-data; name="${name}"`;
  const filename = setting('filename') ?? (content.startsWith('@') ? basename(path) : undefined);
  if (filename !== undefined) head += `; filename="${filename}"`;
  const type =
    setting('type') ?? (content.startsWith('@') ? (types[extname(path)] ?? 'application/octet-stream') : undefined);
  if (type !== undefined) head += `\r\nContent-Type: ${type}`;
  const value = fromFile ? readGiven(path) : Buffer.from(content);
  return Buffer.concat([Buffer.from(`${head}\r\n\r\n`), value, Buffer.from('\r\n')]);
}

export function formData(fields: readonly string[]): { body: Buffer; type: string } {
  const boundary = `------------------------${randomBytes(8).toString('hex')}`;
  const parts = fields.flatMap((field) => [Buffer.from(`--${boundary}\r\n`), partOf(field)]);
  return {
    body: Buffer.concat([...parts, Buffer.from(`--${boundary}--\r\n`)]),
    type: `multipart/form-data; boundary=${boundary}`,
  };
}
