/** unzip: lists, tests and unpacks archives. */
import {
  chmodSync,
  existsSync,
  lstatSync,
  mkdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { type CommandLine, commandLine, reason, UsageError } from '../command_line.ts';
import { contentOf, DEFLATED, readArchive, savedPercent, type ZipEntry, ZipError } from './format.ts';
import { anyOf, takePatterns } from './patterns.ts';

const table = {
  name: 'unzip',
  usage: '[-d FOLDER] ARCHIVE [PATTERN…] [-x PATTERN…]',
  summary: 'Unpacks a zip archive.',
  flags: {
    d: { short: 'd', value: 'FOLDER', help: 'into this folder' },
    l: { short: 'l', help: 'list what is in it' },
    v: { short: 'v', help: 'list with sizes and checksums' },
    Z: { short: 'Z', help: 'with -1: list the names alone' },
    1: { short: '1', help: 'see -Z' },
    t: { short: 't', help: 'test it' },
    p: { short: 'p', help: 'to standard output' },
    o: { short: 'o', help: 'overwrite without asking' },
    n: { short: 'n', help: 'never overwrite' },
    u: { short: 'u', help: 'only what is newer or not there' },
    f: { short: 'f', help: 'only what is there and older' },
    j: { short: 'j', help: 'without directories' },
    q: { short: 'q', help: 'quieter; twice quieter still' },
  },
};

/** Statuses of unzip(1). */
const WARNING = 1;
const BROKEN = 2;
const NO_ARCHIVE = 9;
const NOT_MATCHED = 11;

const FILE_TYPE = 0o170000;
const SYMBOLIC_LINK = 0o120000;

const two = (value: number) => String(value).padStart(2, '0');
const stamp = (date: Date) =>
  `${date.getFullYear()}-${two(date.getMonth() + 1)}-${two(date.getDate())} ${two(date.getHours())}:${two(date.getMinutes())}`;

const print = (text: string) => process.stdout.write(`${text}\n`);
const total = (entries: readonly ZipEntry[]) => entries.reduce((sum, { size }) => sum + size, 0);
const count = (entries: readonly ZipEntry[]) => `${entries.length} file${entries.length === 1 ? '' : 's'}`;

function list(entries: readonly ZipEntry[], bare: boolean): void {
  if (!bare) print('  Length      Date    Time    Name\n---------  ---------- -----   ----');
  for (const { size, modified, name } of entries) print(`${String(size).padStart(9)}  ${stamp(modified)}   ${name}`);
  if (!bare)
    print(
      `---------                     -------\n${String(total(entries)).padStart(9)}                     ${count(entries)}`,
    );
}

function listLong(entries: readonly ZipEntry[]): void {
  print(' Length   Method    Size  Cmpr    Date    Time   CRC-32   Name');
  print('--------  ------  ------- ---- ---------- ----- --------  ----');
  const row = (size: number, compressed: number) =>
    [
      String(size).padStart(8),
      String(compressed).padStart(8),
      `${savedPercent({ size, compressed: { length: compressed } })}%`.padStart(4),
    ] as const;
  for (const entry of entries) {
    const [size, compressed, saved] = row(entry.size, entry.compressed.length);
    const method = entry.method === DEFLATED ? 'Defl:N' : 'Stored';
    print(
      `${size}  ${method} ${compressed} ${saved} ${stamp(entry.modified)} ${entry.crc.toString(16).padStart(8, '0')}  ${entry.name}`,
    );
  }
  const packed = entries.reduce((sum, { compressed }) => sum + compressed.length, 0);
  const [size, compressed, saved] = row(total(entries), packed);
  print('--------          -------  ---                            -------');
  print(`${size}         ${compressed} ${saved}                            ${count(entries)}`);
}

function test(entries: readonly ZipEntry[], archive: string, quiet: boolean): number {
  let broken = 0;
  for (const entry of entries) {
    let answer = 'OK';
    try {
      contentOf(entry);
    } catch (error) {
      answer = reason(error);
      broken += 1;
    }
    if (!quiet) print(`    testing: ${entry.name.padEnd(22)}   ${answer}`);
  }
  if (broken) print(`At least one error was detected in ${archive}.`);
  else print(`No errors detected in compressed data of ${archive}.`);
  return broken ? BROKEN : 0;
}

/** Links are made when all else is there: no entry is written through one. */
type DeferredLinks = [path: string, target: string][];

function makeLinks(links: DeferredLinks, quiet: boolean): void {
  if (links.length && !quiet) print('finishing deferred symbolic links:');
  for (const [path, target] of links) {
    rmSync(path, { force: true });
    symlinkSync(target, path);
    if (!quiet) print(`  ${path.padEnd(22)} -> ${target}`);
  }
}

/** Writes one entry; the status. */
function extract(entry: ZipEntry, line: CommandLine, links: DeferredLinks): number {
  const { on } = line;
  const say = (verb: string, path: string) => {
    if (!on('q')) print(`${verb.padStart(11)}: ${path}`);
  };
  const isFolder = entry.name.endsWith('/');
  if (isFolder && on('j')) return 0;
  // A name that leads out of the folder stays within it.
  const parts = entry.name.split('/').filter((part) => part !== '..' && part !== '.');
  const path = join(line.value('d') ?? '.', on('j') ? basename(entry.name) : join('/', ...parts).slice(1));
  let status = 0;
  if (/(?:^|\/)\.\.\//.test(entry.name)) {
    process.stderr.write(`warning:  skipped "../" path component(s) in ${entry.name}\n`);
    status = WARNING;
  }
  if (isFolder) {
    if (!existsSync(path)) {
      mkdirSync(path, { recursive: true });
      say('creating', path.endsWith('/') ? path : `${path}/`);
    }
    if (entry.mode) chmodSync(path, entry.mode & 0o777);
    return status;
  }
  const old = lstatSync(path, { throwIfNoEntry: false });
  if (on('f') && !old) return status;
  if ((on('u') || on('f')) && old && old.mtime >= entry.modified) return status;
  if (old && on('n')) return status;
  if (old && !on('o') && !on('u') && !on('f')) {
    process.stderr.write(`${path} is already there: -o overwrites it, -n leaves it\n`);
    return WARNING;
  }
  const content = contentOf(entry);
  mkdirSync(dirname(path), { recursive: true });
  // What is overwritten may be a link to somewhere else.
  if (old) rmSync(path);
  if ((entry.mode & FILE_TYPE) === SYMBOLIC_LINK) {
    links.push([path, content.toString()]);
    say('linking', `${path.padEnd(22)}  -> ${content} `);
    return status;
  }
  writeFileSync(path, content);
  if (entry.mode) chmodSync(path, entry.mode & 0o777);
  utimesSync(path, entry.modified, entry.modified);
  say(entry.method === DEFLATED ? 'inflating' : 'extracting', `${path.padEnd(22)}  `);
  return status;
}

function find(name: string): string | undefined {
  return [name, `${name}.zip`, `${name}.ZIP`].find((each) => existsSync(each));
}

export function unzip(words: readonly string[]): number {
  const { rest, excluded } = takePatterns(words);
  const line = commandLine(table, rest);
  if (!line) return 0;
  const [name, ...patterns] = line.operands;
  if (name === undefined) throw new UsageError('no archive was named', 10);
  const archive = find(name);
  if (archive === undefined) {
    process.stderr.write(`unzip:  cannot find or open ${name}, ${name}.zip or ${name}.ZIP.\n`);
    return NO_ARCHIVE;
  }
  const namesAlone = line.on('Z') && line.on('1');
  const quiet = line.values('q').length;
  if (!line.on('p') && !namesAlone && quiet < (line.on('l') || line.on('v') ? 2 : 1)) print(`Archive:  ${archive}`);
  let all: ZipEntry[];
  try {
    all = readArchive(readFileSync(archive));
  } catch (error) {
    process.stderr.write(`unzip:  cannot find zipfile directory in ${archive}: ${reason(error)}\n`);
    return NO_ARCHIVE;
  }
  const [isWanted, isExcluded] = [anyOf(patterns), anyOf(excluded)];
  const entries = all.filter((entry) => (!patterns.length || isWanted(entry.name)) && !isExcluded(entry.name));
  const unmatched = patterns.filter((pattern) => !all.some((entry) => anyOf([pattern])(entry.name)));
  let status = 0;
  if (namesAlone) for (const entry of entries) print(entry.name);
  else if (line.on('v')) listLong(entries);
  else if (line.on('l')) list(entries, quiet > 1);
  else if (line.on('t')) status = test(entries, archive, quiet > 0);
  else {
    const links: DeferredLinks = [];
    for (const entry of entries) {
      try {
        if (line.on('p')) process.stdout.write(contentOf(entry));
        else status = Math.max(status, extract(entry, line, links));
      } catch (error) {
        if (!(error instanceof ZipError)) throw error;
        process.stderr.write(`  error:  ${error.message}\n`);
        status = BROKEN;
      }
    }
    makeLinks(links, quiet > 0);
  }
  for (const pattern of unmatched) process.stderr.write(`caution: filename not matched:  ${pattern}\n`);
  return unmatched.length ? NOT_MATCHED : status;
}
