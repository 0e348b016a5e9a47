/** md5sum, sha1sum, sha256sum and their like, over Node's crypto. */
import { createHash } from 'node:crypto';
import { createReadStream, readFileSync } from 'node:fs';
import { basename } from 'node:path';

const name = basename(process.argv[1] ?? 'sha256sum');
const algorithm = name.replace(/sum$/, '');

async function digestOf(file: string): Promise<string> {
  const hash = createHash(algorithm);
  for await (const chunk of file === '-' ? process.stdin : createReadStream(file)) hash.update(chunk as Buffer);
  return hash.digest('hex');
}

function complain(file: string, error: unknown): void {
  const words =
    error instanceof Error && 'code' in error && error.code === 'ENOENT'
      ? 'No such file or directory'
      : error instanceof Error
        ? error.message
        : String(error);
  process.stderr.write(`${name}: ${file}: ${words}\n`);
  process.exitCode = 1;
}

/** Compares the digests that a file lists. */
async function check(file: string, quiet: boolean, silent: boolean): Promise<void> {
  let failed = 0;
  for (const line of readFileSync(file === '-' ? 0 : file, 'utf8').split('\n')) {
    const match = /^([0-9a-fA-F]+) [ *](.*)$/.exec(line);
    if (!match) continue;
    const [, expected = '', target = ''] = match;
    try {
      const good = (await digestOf(target)) === expected.toLowerCase();
      if (!good) failed += 1;
      if (!silent && !(good && quiet)) process.stdout.write(`${target}: ${good ? 'OK' : 'FAILED'}\n`);
    } catch (error) {
      complain(target, error);
      failed += 1;
    }
  }
  if (failed && !silent)
    process.stderr.write(`${name}: WARNING: ${failed} computed checksum${failed === 1 ? '' : 's'} did NOT match\n`);
  if (failed) process.exitCode = 1;
}

async function main(): Promise<void> {
  const words = process.argv.slice(2);
  const flags = new Set(
    words
      .filter((word) => /^-./.test(word))
      .flatMap((word) => (word.startsWith('--') ? [word.slice(2)] : [...word.slice(1)])),
  );
  const files = words.filter((word) => !/^-./.test(word));
  if (flags.has('help')) {
    process.stdout.write(
      `Usage: ${name} [-c] [FILE]…\nPrints digests of files, or with -c compares those that a file lists.\n`,
    );
    return;
  }
  for (const file of files.length ? files : ['-']) {
    try {
      if (flags.has('c') || flags.has('check')) await check(file, flags.has('quiet'), flags.has('status'));
      else process.stdout.write(`${await digestOf(file)}  ${file}\n`);
    } catch (error) {
      complain(file, error);
    }
  }
}

void main();
