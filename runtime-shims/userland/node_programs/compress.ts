/** gzip, gunzip, zcat: streams through Node's zlib. */
import { createReadStream, createWriteStream, existsSync, lstatSync, statSync, unlinkSync, utimesSync } from 'node:fs';
import { basename } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { createGunzip, createGzip } from 'node:zlib';

const usage = `Usage: gzip [-cdfkqrtv1..9] [FILE]…
Compresses files, or standard input, and with -d brings them back.

  -c, --stdout      to standard output; the files stay
  -d, --decompress  from the compressed form
  -f, --force       overwrite what is there
  -k, --keep        keep the files
  -t, --test        are they whole?
  -n, -q, -v        accepted
  -1 … -9           quicker … smaller
`;

const letters: Record<string, string> = {
  c: 'stdout',
  d: 'decompress',
  f: 'force',
  k: 'keep',
  t: 'test',
  n: '',
  N: '',
  q: '',
  v: '',
  r: '',
};

async function main(): Promise<void> {
  const name = basename(process.argv[1] ?? 'gzip');
  const flags = new Set<string>(name === 'gunzip' ? ['decompress'] : name === 'zcat' ? ['decompress', 'stdout'] : []);
  const files: string[] = [];
  let level = 6;
  for (const word of process.argv.slice(2)) {
    if (word === '--help') {
      process.stdout.write(usage);
      return;
    }
    if (word.startsWith('--'))
      flags.add(
        { uncompress: 'decompress', 'to-stdout': 'stdout', best: '9', fast: '1' }[word.slice(2)] ?? word.slice(2),
      );
    else if (/^-./.test(word)) {
      for (const letter of word.slice(1)) {
        if (/[1-9]/.test(letter)) level = Number(letter);
        else if (letters[letter] === undefined) throw new Error(`invalid option -- '${letter}'`);
        else flags.add(letters[letter] ?? '');
      }
    } else files.push(word);
  }
  const transform = () => (flags.has('decompress') || flags.has('test') ? createGunzip() : createGzip({ level }));
  for (const file of files.length ? files : ['-']) {
    try {
      await one(file, flags, transform);
    } catch (error) {
      const words = error instanceof Error ? error.message : String(error);
      process.stderr.write(
        `${name}: ${file}: ${/incorrect header/.test(words) ? 'not in gzip format' : words.replace(/^(?:E\w+: )?(.*?), .*$/, '$1')}\n`,
      );
      process.exitCode = 1;
    }
  }
}

async function one(
  file: string,
  flags: ReadonlySet<string>,
  transform: () => ReturnType<typeof createGzip>,
): Promise<void> {
  if (flags.has('test')) {
    const stream = (file === '-' ? process.stdin : createReadStream(file)).pipe(transform());
    for await (const _ of stream);
    return;
  }
  if (file === '-' || flags.has('stdout')) {
    await pipeline(file === '-' ? process.stdin : createReadStream(file), transform(), process.stdout, { end: false });
    return;
  }
  if (lstatSync(file).isDirectory()) throw new Error('is a directory -- ignored');
  const decompressing = flags.has('decompress');
  if (decompressing && !/\.t?gz$/.test(file)) throw new Error('unknown suffix -- ignored');
  if (!decompressing && file.endsWith('.gz') && !flags.has('force'))
    throw new Error('already has .gz suffix -- unchanged');
  const target = decompressing ? file.replace(/\.tgz$/, '.tar').replace(/\.gz$/, '') : `${file}.gz`;
  if (existsSync(target) && !flags.has('force')) throw new Error(`${target} already exists`);
  const { mode, atime, mtime } = statSync(file);
  await pipeline(createReadStream(file), transform(), createWriteStream(target, { mode }));
  utimesSync(target, atime, mtime);
  if (!flags.has('keep')) unlinkSync(file);
}

void main().catch((error: Error) => {
  process.stderr.write(`gzip: ${error.message}\n`);
  process.exitCode = 1;
});
