/** Commands that make: mkdir, touch, ln, mktemp. */
import { O_CREAT, O_EXCL, O_WRONLY } from '../../kernel/constants.ts';
import { EEXIST, ENOENT } from '../../kernel/errno.ts';
import { errnoMessage } from '../system/errors.ts';
import { absolute, baseName, directoryName, isDirectory, isLink, joinPath, lstat, stat } from '../system/files.ts';
import { type Command, type CommandContext, UsageError } from './command.ts';
import { parseDate } from './dates.ts';
import { changedMode } from './modes.ts';

export const mkdir: Command = {
  name: 'mkdir',
  usage: 'DIRECTORY…',
  summary: 'Makes directories.',
  flags: {
    parents: { short: 'p', help: 'with those above, and no error if it is there' },
    mode: { short: 'm', value: 'MODE', help: 'permissions, as chmod takes them' },
    verbose: { short: 'v', help: 'say what is done' },
  },
  run(context) {
    const { operands, value, on, kernel, complain, print } = context;
    if (!operands.length) throw new UsageError('missing operand');
    const mode = value('mode');
    for (const path of operands) {
      const result = on('parents') ? makeAll(context, path) : kernel.mkdir(path, 0o777);
      if (result < 0) complain(`cannot create directory '${path}': ${errnoMessage(result)}`);
      else {
        if (mode !== undefined) kernel.chmod(path, changedMode(0o777, mode, true, kernel));
        if (on('verbose') && (result === MADE || !on('parents'))) print(`mkdir: created directory '${path}'\n`);
      }
    }
    return 0;
  },
};

const MADE = 1;

/** {@link MADE}, 0 where it was there, or what went wrong. */
function makeAll(context: CommandContext, path: string): number {
  const { kernel, on, print } = context;
  const make = (): number => {
    const result = kernel.mkdir(path, 0o777);
    return result < 0 ? result : MADE;
  };
  const result = make();
  if (result === -EEXIST) return isDirectory(stat(kernel, path)) ? 0 : result;
  if (result !== -ENOENT) return result;
  const parent = directoryName(path);
  const above = makeAll(context, parent);
  if (above === MADE && on('verbose')) print(`mkdir: created directory '${parent}'\n`);
  return above < 0 ? above : make();
}

export const touch: Command = {
  name: 'touch',
  usage: 'FILE…',
  summary: 'Makes files, or sets their times.',
  flags: {
    'no-create': { short: 'c', help: 'make none' },
    access: { short: 'a', help: 'the time of access only' },
    modification: { short: 'm', help: 'the time of change only' },
    date: { short: 'd', value: 'TEXT', help: 'that time in place of now' },
    reference: { short: 'r', value: 'FILE', help: "that file's times" },
    stamp: { short: 't', value: '[[CC]YY]MMDDhhmm[.ss]', help: 'that time' },
    'no-dereference': { short: 'h', help: 'of the link itself' },
    f: { short: 'f', help: 'accepted' },
  },
  run(context) {
    const { operands, on, value, kernel, complain } = context;
    if (!operands.length) throw new UsageError('missing file operand');
    let times: [number, number] = [Date.now(), Date.now()];
    const reference = value('reference');
    const text = value('date');
    const stamp = value('stamp');
    if (reference !== undefined) {
      const found = stat(kernel, reference);
      if (typeof found === 'number')
        throw new UsageError(`failed to get attributes of '${reference}': ${errnoMessage(found)}`);
      times = [found.accessed, found.modified];
    } else if (text !== undefined) {
      const date = parseDate(text);
      if (date === undefined) throw new UsageError(`invalid date format '${text}'`);
      times = [date, date];
    } else if (stamp !== undefined) {
      const match = /^(\d\d)?(\d\d)?(\d\d)(\d\d)(\d\d)(\d\d)(?:\.(\d\d))?$/.exec(stamp);
      if (!match) throw new UsageError(`invalid date format '${stamp}'`);
      const digits = stamp.split('.')[0] ?? '';
      const year =
        digits.length === 12
          ? Number(digits.slice(0, 4))
          : digits.length === 10
            ? 2000 + Number(digits.slice(0, 2))
            : new Date().getFullYear();
      const rest = digits.slice(-8);
      const at = (index: number) => Number(rest.slice(index, index + 2));
      const date = new Date(year, at(0) - 1, at(2), at(4), at(6), Number(match[7] ?? 0)).getTime();
      times = [date, date];
    }
    for (const path of operands) {
      const before = stat(kernel, path);
      if (before === -ENOENT) {
        if (on('no-create')) continue;
        const fd = kernel.open(path, O_WRONLY | O_CREAT, 0o666);
        if (fd < 0) {
          complain(`cannot touch '${path}': ${errnoMessage(fd)}`);
          continue;
        }
        kernel.close(fd);
      }
      const old = typeof before === 'number' ? stat(kernel, path) : before;
      const accessed = on('modification') && !on('access') && typeof old !== 'number' ? old.accessed : times[0];
      const modified = on('access') && !on('modification') && typeof old !== 'number' ? old.modified : times[1];
      const result = kernel.utimes(path, accessed / 1000, modified / 1000);
      if (result < 0) complain(`cannot touch '${path}': ${errnoMessage(result)}`);
    }
    return 0;
  },
};

export const ln: Command = {
  name: 'ln',
  usage: 'TARGET… [LINK]',
  summary: 'Makes links to files.',
  flags: {
    symbolic: { short: 's', help: 'symbolic ones' },
    force: { short: 'f', help: 'replace what is there' },
    'no-dereference': { short: 'n', help: 'a link to a directory is no directory' },
    relative: { short: 'r', help: 'with -s: as seen from the link' },
    'no-target-directory': { short: 'T', help: 'the last operand is a link, whatever is there' },
    'target-directory': { short: 't', value: 'DIR', help: 'where to make them' },
    verbose: { short: 'v', help: 'say what is done' },
  },
  run(context) {
    const { operands, on, value, kernel, complain, print } = context;
    if (!operands.length) throw new UsageError('missing file operand');
    const folder = value('target-directory');
    const last = folder ?? (operands.length > 1 ? (operands.at(-1) ?? '.') : '.');
    const targets = folder === undefined && operands.length > 1 ? operands.slice(0, -1) : operands;
    const into =
      folder !== undefined ||
      operands.length === 1 ||
      (!on('no-target-directory') &&
        isDirectory(stat(kernel, last)) &&
        !(on('no-dereference') && isLink(lstat(kernel, last))));
    if (targets.length > 1 && !into) throw new UsageError(`target '${last}' is not a directory`);
    for (const target of targets) {
      const place = into ? joinPath(last, baseName(target)) : last;
      if (on('force')) kernel.unlink(place);
      const shown = on('relative')
        ? relativeTo(absolute(kernel, directoryName(place)), absolute(kernel, target))
        : target;
      const result = on('symbolic') ? kernel.symlink(shown, place) : kernel.link(target, place);
      if (result < 0)
        complain(`failed to create ${on('symbolic') ? 'symbolic' : 'hard'} link '${place}': ${errnoMessage(result)}`);
      else if (on('verbose')) print(`'${place}' ${on('symbolic') ? '->' : '=>'} '${shown}'\n`);
    }
    return 0;
  },
};

function relativeTo(folder: string, target: string): string {
  const [a, b] = [folder, target].map((path) => path.split('/').filter((part) => part && part !== '.')) as [
    string[],
    string[],
  ];
  let same = 0;
  while (same < a.length && a[same] === b[same]) same += 1;
  return [...a.slice(same).map(() => '..'), ...b.slice(same)].join('/') || '.';
}

const letters = 'abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789';

export const mktemp: Command = {
  name: 'mktemp',
  usage: '[TEMPLATE]',
  summary: 'Makes a file of a new name and prints the name.',
  flags: {
    directory: { short: 'd', help: 'a directory' },
    'dry-run': { short: 'u', help: 'make nothing' },
    quiet: { short: 'q', help: 'no messages' },
    p: { short: 'p', value: 'DIR', help: 'where' },
    tmpdir: { value: 'DIR', optional: true, help: 'the same' },
    t: { short: 't', help: 'the template is a name in TMPDIR' },
    suffix: { value: 'TEXT', help: 'behind the template' },
  },
  run({ operands, on, value, kernel, environment, print, complain }) {
    const template = (operands[0] ?? 'tmp.XXXXXXXXXX') + (value('suffix') ?? '');
    const match = /^(.*?)(X{3,})([^X]*)$/s.exec(template);
    if (!match) throw new UsageError(`too few X's in template '${template}'`);
    const folder = value('p') || value('tmpdir') || environment('TMPDIR') || '/tmp';
    const inside = !operands.length || on('p') || on('tmpdir') || on('t');
    for (let tries = 0; tries < 100; tries++) {
      const random = [...(match[2] ?? '')].map(() => letters[Math.floor(Math.random() * letters.length)]).join('');
      const name = `${match[1]}${random}${match[3]}`;
      const path = inside ? joinPath(folder, name) : name;
      if (on('dry-run')) {
        print(`${path}\n`);
        return 0;
      }
      const result = on('directory')
        ? kernel.mkdir(path, 0o700)
        : kernel.open(path, O_WRONLY | O_CREAT | O_EXCL, 0o600);
      if (result >= 0) {
        if (!on('directory')) kernel.close(result);
        print(`${path}\n`);
        return 0;
      }
      if (result !== -EEXIST) {
        if (!on('quiet'))
          complain(
            `failed to create ${on('directory') ? 'directory' : 'file'} via template '${inside ? joinPath(folder, template) : template}': ${errnoMessage(result)}`,
          );
        return 1;
      }
    }
    return 1;
  },
};
