import { O_CREAT, O_RDONLY, O_TRUNC, O_WRONLY, S_IFLNK, S_IFMT, S_IFREG } from '../../kernel/constants.ts';
import { compile, patternSource } from '../sh/pattern.ts';
import { strftime } from '../sh/printf.ts';
import { errnoMessage } from '../system/errors.ts';
import { directoryName, isDirectory, joinPath, list, lstat } from '../system/files.ts';
import { Input, readSome, writeAll } from '../system/io.ts';
import { concatenate, decode } from '../system/text.ts';
import { start, waitFor } from './children.ts';
import { type Command, type CommandContext, Exit, UsageError } from './command.ts';
import { modeLetters } from './modes.ts';
import { blockSize, readHeader, type TarHeader, writeHeader } from './tar_format.ts';

/** Compressing programs, by what asks for them. */
function compressor({ on, value }: CommandContext, archive: string): string | undefined {
  if (on('gzip') || (on('auto-compress') && /\.t?gz$/.test(archive))) return 'gzip';
  if (on('bzip2') || on('xz') || on('zstd'))
    throw new UsageError(`${on('bzip2') ? 'bzip2' : on('xz') ? 'xz' : 'zstd'} is not available here`, 2);
  return value('use-compress-program');
}

class Archive {
  readonly #context: CommandContext;
  #child = 0;

  constructor(context: CommandContext) {
    this.#context = context;
  }

  #fd(path: string, flags: number): number {
    const { kernel, descriptor } = this.#context;
    if (path === '-') return kernel.dup(descriptor((flags & O_WRONLY) !== 0 ? 1 : 0));
    const fd = kernel.open(path, flags, 0o666);
    if (fd < 0) throw new UsageError(`${path}: Cannot open: ${errnoMessage(fd)}`, 2);
    return fd;
  }

  /** A descriptor behind the compressing program, if there is one. */
  #through(fd: number, words: readonly string[] | undefined, reading: boolean): number {
    if (!words) return fd;
    const { kernel, descriptor } = this.#context;
    const pipe = kernel.pipe();
    if (typeof pipe === 'number') throw new UsageError('pipe: no descriptor is left', 2);
    const [reader, writer] = pipe;
    const started = start(this.#context, words, {
      stdio: reading ? [fd, writer, descriptor(2)] : [reader, fd, descriptor(2)],
    });
    kernel.close(fd);
    kernel.close(reading ? writer : reader);
    if ('status' in started) throw new Exit(2);
    this.#child = started.pid;
    return reading ? reader : writer;
  }

  reader(path: string): Input {
    const { kernel, program } = this.#context;
    let fd = this.#fd(path, O_RDONLY);
    let words = compressor(this.#context, path)?.split(' ');
    const head = new Uint8Array(2);
    // A compressed file is known by its first bytes.
    if (!words && path !== '-' && kernel.read(fd, head, 0) === 2 && head[0] === 0x1f && head[1] === 0x8b)
      words = ['gzip'];
    fd = this.#through(fd, words && [...words, '-d', '-c'], true);
    return new Input(kernel, fd, program.waiting, () => this.#context.flush());
  }

  writer(path: string): (data: Uint8Array) => void {
    const { kernel, program } = this.#context;
    const words = compressor(this.#context, path)?.split(' ');
    const fd = this.#through(this.#fd(path, O_WRONLY | O_CREAT | O_TRUNC), words && [...words, '-c'], false);
    this.close = () => {
      kernel.close(fd);
      this.#wait();
    };
    return (data) => {
      const result = writeAll(kernel, fd, data, program.waiting);
      if (result < 0) throw new UsageError(`${path}: Cannot write: ${errnoMessage(result)}`, 2);
    };
  }

  #wait(): void {
    if (this.#child && waitFor(this.#context, this.#child) !== 0) throw new Exit(2);
  }

  close = (): void => this.#wait();
}

/** Bytes of an archive in pieces of the length asked for. */
class Blocks {
  readonly #input: Input;
  #rest = new Uint8Array(0);

  constructor(input: Input) {
    this.#input = input;
  }

  /** Undefined at the end. */
  take(length: number): Uint8Array | undefined {
    const pieces: Uint8Array[] = [];
    let missing = length;
    while (missing > 0) {
      if (!this.#rest.length) {
        const chunk = this.#input.chunk();
        if (!chunk) return undefined;
        this.#rest = chunk.slice();
      }
      const piece = this.#rest.subarray(0, missing);
      this.#rest = this.#rest.subarray(piece.length);
      pieces.push(piece);
      missing -= piece.length;
    }
    return pieces.length === 1 ? pieces[0] : concatenate(pieces);
  }
}

function create(context: CommandContext, archive: string): void {
  const { kernel, operands, on, values, complain, print, program } = context;
  const whole = new Archive(context);
  const write = whole.writer(archive);
  const excluded = values('exclude').map((text) => compile(`(?:^|/)${patternSource([{ text, quoted: false }])}$`));
  let length = 0;
  const put = (data: Uint8Array) => {
    write(data);
    length += data.length;
  };
  const buffer = new Uint8Array(65_536);
  const names = [...operands];
  for (const path of values('files-from'))
    names.push(
      ...decode(path === '-' ? context.input.all() : (kernel.readFile(path) as Uint8Array))
        .split('\n')
        .filter(Boolean),
    );
  const linked = new Map<number, string>();
  const add = (path: string): void => {
    if (excluded.some((each) => each.test(path))) return;
    const found = lstat(kernel, path);
    if (typeof found === 'number') {
      complain(`${path}: Cannot stat: ${errnoMessage(found)}`);
      return;
    }
    const directory = isDirectory(found);
    const name = path.replace(/^\/+/, '') + (directory && !path.endsWith('/') ? '/' : '');
    const kind = found.mode & S_IFMT;
    const header: TarHeader = {
      path: name,
      mode: found.mode & 0o7777,
      uid: found.uid,
      gid: found.gid,
      size: 0,
      modified: found.modified / 1000,
      type: directory ? '5' : '0',
      link: '',
    };
    if (kind === S_IFLNK) {
      const target = kernel.readlink(path);
      Object.assign(header, { type: '2', link: typeof target === 'number' ? '' : decode(target) });
    } else if (kind === S_IFREG) {
      const before = found.links > 1 ? linked.get(found.inode) : undefined;
      if (before !== undefined) Object.assign(header, { type: '1', link: before });
      else {
        linked.set(found.inode, name);
        header.size = found.size;
      }
    } else if (!directory) return;
    if (on('verbose')) (archive === '-' ? context.warn : print)(`${name}\n`);
    for (const block of writeHeader(header)) put(block);
    if (header.size) copyFile(path, header.size);
    if (!directory || on('no-recursion')) return;
    const entries = list(kernel, path);
    if (typeof entries !== 'number') for (const entry of entries) add(joinPath(path, entry.name));
  };
  const copyFile = (path: string, size: number) => {
    const fd = kernel.open(path, O_RDONLY, 0);
    let left = size;
    while (left > 0) {
      const count =
        fd < 0 ? 0 : readSome(kernel, fd, buffer.subarray(0, Math.min(left, buffer.length)), program.waiting);
      if (count <= 0) {
        complain(`${path}: File shrank by ${left} bytes; padding with zeros`);
        put(new Uint8Array(left));
        break;
      }
      put(buffer.subarray(0, count));
      left -= count;
    }
    if (fd >= 0) kernel.close(fd);
    put(new Uint8Array((blockSize - (size % blockSize)) % blockSize));
  };
  if (!names.length) throw new UsageError('Cowardly refusing to create an empty archive', 2);
  for (const name of names) add(name);
  put(new Uint8Array(2 * blockSize));
  put(new Uint8Array((10_240 - (length % 10_240)) % 10_240));
  whole.close();
}

interface Entry {
  header: TarHeader;
  content(): Uint8Array;
}

function* entries(context: CommandContext, archive: string): Generator<Entry> {
  const whole = new Archive(context);
  const blocks = new Blocks(whole.reader(archive));
  let longPath: string | undefined;
  let longLink: string | undefined;
  for (;;) {
    const block = blocks.take(blockSize);
    if (!block) break;
    let header: TarHeader | undefined;
    try {
      header = readHeader(block);
    } catch (error) {
      throw new UsageError(error instanceof Error ? error.message : String(error), 2);
    }
    if (!header) break;
    const padding = Math.ceil(header.size / blockSize) * blockSize;
    let content: Uint8Array | undefined;
    const read = () => {
      content ??= blocks.take(padding)?.subarray(0, header.size);
      if (!content) throw new UsageError('Unexpected EOF in archive', 2);
      return content;
    };
    if (header.type === 'L') longPath = decode(read()).replace(/\0.*$/s, '');
    else if (header.type === 'K') longLink = decode(read()).replace(/\0.*$/s, '');
    else if (header.type === 'x' || header.type === 'g') {
      for (const [, key, value] of decode(read()).matchAll(/\d+ ([^=]+)=(.*)\n/g)) {
        if (header.type === 'x' && key === 'path') longPath = value;
        if (header.type === 'x' && key === 'linkpath') longLink = value;
      }
    } else {
      yield { header: { ...header, path: longPath ?? header.path, link: longLink ?? header.link }, content: read };
      longPath = longLink = undefined;
      if (content === undefined) read();
    }
  }
  whole.close();
}

function makeFolders(context: CommandContext, path: string): void {
  const { kernel } = context;
  if (path === '.' || path === '/' || isDirectory(lstat(kernel, path))) return;
  makeFolders(context, directoryName(path));
  kernel.mkdir(path, 0o755);
}

function extract(context: CommandContext, archive: string, listing: boolean): void {
  const { kernel, operands, on, value, values, print, complain } = context;
  const strip = Number(value('strip-components') ?? 0);
  const wanted = operands.map((text) => text.replace(/\/+$/, ''));
  const patterns = on('wildcards')
    ? wanted.map((text) => compile(`^${patternSource([{ text, quoted: false }])}$`))
    : [];
  const excluded = values('exclude').map((text) =>
    compile(`(?:^|/)${patternSource([{ text, quoted: false }])}(?:/|$)`),
  );
  const found = new Set<string>();
  const directories: [string, TarHeader][] = [];
  for (const { header, content } of entries(context, archive)) {
    const plain = header.path.replace(/\/+$/, '');
    const match = wanted.find(
      (each, index) => plain === each || plain.startsWith(`${each}/`) || patterns[index]?.test(plain),
    );
    if (wanted.length && match === undefined) continue;
    if (match !== undefined) found.add(match);
    if (excluded.some((each) => each.test(plain))) continue;
    if (listing) {
      const size = String(header.size).padStart(Math.max(0, 18 - 'root/root'.length));
      const letter = { '5': 'd', '2': 'l' }[header.type] ?? '-';
      const tail = header.type === '2' ? ` -> ${header.link}` : header.type === '1' ? ` link to ${header.link}` : '';
      print(
        on('verbose')
          ? `${letter}${modeLetters(header.mode).slice(1)} root/root ${size} ${strftime('%Y-%m-%d %H:%M', new Date(header.modified * 1000))} ${header.path}${tail}\n`
          : `${header.path}\n`,
      );
      continue;
    }
    // Neither above nor outside of the folder.
    const parts = header.path.split('/').filter((part) => part && part !== '.');
    if (parts.includes('..')) {
      complain(`${header.path}: Member name contains '..'`);
      continue;
    }
    const path = parts.slice(strip).join('/');
    if (!path) continue;
    if (on('verbose')) (on('to-stdout') ? context.warn : print)(`${header.path}\n`);
    if (on('to-stdout')) {
      if (header.type === '0') print(content());
      continue;
    }
    if (on('keep-old-files') && typeof lstat(kernel, path) !== 'number' && header.type !== '5') {
      complain(`${path}: Cannot open: File exists`);
      continue;
    }
    makeFolders(context, directoryName(path));
    let result = 0;
    if (header.type === '5') {
      makeFolders(context, path);
      directories.push([path, header]);
    } else if (header.type === '2' || header.type === '1') {
      kernel.unlink(path);
      result =
        header.type === '2'
          ? kernel.symlink(header.link, path)
          : kernel.link(header.link.split('/').slice(strip).join('/'), path);
    } else if (header.type === '0' || header.type === '7') {
      kernel.unlink(path);
      const fd = kernel.open(path, O_WRONLY | O_CREAT | O_TRUNC, header.mode | 0o200);
      result = fd < 0 ? fd : writeAll(kernel, fd, content(), context.program.waiting);
      if (fd >= 0) kernel.close(fd);
      kernel.chmod(path, header.mode);
      if (!on('touch')) kernel.utimes(path, header.modified, header.modified);
    }
    if (result < 0) complain(`${path}: Cannot open: ${errnoMessage(result)}`);
  }
  for (const [path, header] of directories.reverse()) {
    kernel.chmod(path, header.mode);
    if (!on('touch')) kernel.utimes(path, header.modified, header.modified);
  }
  for (const name of wanted) if (!found.has(name)) complain(`${name}: Not found in archive`);
}

export const tar: Command = {
  name: 'tar',
  usage: '-c|-x|-t [-f ARCHIVE] [FILE]…',
  summary: 'Puts files into an archive, lists them and takes them out.',
  flags: {
    create: { short: 'c', help: 'make an archive' },
    extract: { short: 'x', help: 'take files out' },
    list: { short: 't', help: 'list' },
    get: { help: 'the same as -x' },
    file: { short: 'f', value: 'ARCHIVE', help: 'the archive, - for a stream' },
    directory: { short: 'C', value: 'DIR', help: 'in that directory' },
    gzip: { short: 'z', help: 'through gzip' },
    bzip2: { short: 'j', help: 'not available here' },
    xz: { short: 'J', help: 'not available here' },
    zstd: { help: 'not available here' },
    'auto-compress': { short: 'a', help: 'as the name says' },
    'use-compress-program': { short: 'I', value: 'COMMAND', help: 'through that program' },
    verbose: { short: 'v', help: 'print names' },
    'to-stdout': { short: 'O', help: 'to standard output' },
    'strip-components': { value: 'N', help: 'without the first parts of names' },
    exclude: { value: 'PATTERN', help: 'without these' },
    'files-from': { short: 'T', value: 'FILE', help: 'names in a file' },
    wildcards: { help: 'operands are patterns' },
    'keep-old-files': { short: 'k', help: 'do not overwrite' },
    touch: { short: 'm', help: 'do not restore times' },
    'preserve-permissions': { short: 'p', help: 'accepted' },
    'no-same-owner': { short: 'o', help: 'accepted' },
    'same-owner': { help: 'accepted' },
    'no-recursion': { help: 'directories themselves only' },
    'no-same-permissions': { help: 'accepted' },
    overwrite: { help: 'accepted' },
    sort: { value: 'ORDER', help: 'accepted: names are sorted' },
    owner: { value: 'NAME', help: 'accepted' },
    group: { value: 'NAME', help: 'accepted' },
    'numeric-owner': { help: 'accepted' },
    format: { value: 'NAME', help: 'accepted' },
  },
  plain: true,
  run(context) {
    // `tar xzf a.tar`: the first word's letters are flags without a dash.
    const [first = '', ...rest] = context.operands;
    if (/^[a-zA-Z]+$/.test(first)) return tarWith(context, [...oldStyle(first, rest)]);
    return tarWith(context, context.operands);
  },
};

/** Letters of an old-style first word take their values from the words behind it, in turn. */
function* oldStyle(letters: string, rest: readonly string[]): Generator<string> {
  const words = [...rest];
  for (const letter of letters) {
    yield `-${letter}`;
    if ('fCTI'.includes(letter)) yield words.shift() ?? '';
  }
  yield* words;
}

function tarWith(outer: CommandContext, words: readonly string[]): number {
  const context = outer.reparse({ ...tar, plain: false }, words);
  const { on, value, kernel } = context;
  const extracting = on('extract') || on('get');
  if ([on('create'), extracting, on('list')].filter(Boolean).length !== 1)
    throw new UsageError("You must specify one of the '-cxt' options", 2);
  const archive = value('file') ?? '-';
  const path =
    archive === '-' || archive.startsWith('/') ? archive : joinPath(decode(kernel.getcwd() as Uint8Array), archive);
  const folder = value('directory');
  const before = kernel.getcwd();
  if (folder !== undefined && kernel.chdir(folder) < 0)
    throw new UsageError(`${folder}: Cannot open: No such file or directory`, 2);
  try {
    if (on('create')) create(context, path);
    else extract(context, path, !extracting);
  } finally {
    if (typeof before !== 'number') kernel.chdir(before);
  }
  return 0;
}
