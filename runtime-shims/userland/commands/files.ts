/** Commands that make, move and remove: thin covers of one `fs` call each. */
import {
  chmodSync,
  closeSync,
  cpSync,
  existsSync,
  linkSync,
  lstatSync,
  mkdirSync,
  openSync,
  renameSync,
  rmdirSync,
  rmSync,
  statSync,
  symlinkSync,
  utimesSync,
} from 'node:fs';
import { basename, join } from 'node:path';
import { messageOf } from '../errors.ts';
import { type Command, type CommandContext, UsageError } from './command.ts';

/** Runs `action` for each operand; an error names it and the others go on. */
function each({ operands, complain }: CommandContext, verb: string, action: (path: string) => void): number {
  if (!operands.length) throw new UsageError('missing operand');
  for (const path of operands) {
    try {
      action(path);
    } catch (error) {
      complain(`cannot ${verb} '${path}': ${messageOf(error)}`);
    }
  }
  return 0;
}

/** Runs `action` for each source with its place: into the last operand where that is a directory. */
function eachTo(
  { operands, complain }: CommandContext,
  verb: string,
  action: (from: string, to: string) => void,
): number {
  const target = operands.at(-1);
  if (operands.length < 2 || target === undefined) throw new UsageError('missing destination operand');
  const folder = existsSync(target) && statSync(target).isDirectory();
  if (operands.length > 2 && !folder) throw new UsageError(`target '${target}' is not a directory`);
  for (const from of operands.slice(0, -1)) {
    try {
      action(from, folder ? join(target, basename(from)) : target);
    } catch (error) {
      complain(`cannot ${verb} '${from}': ${messageOf(error)}`);
    }
  }
  return 0;
}

const verbose = { short: 'v', type: 'boolean', help: 'say what is done' } as const;
const force = { short: 'f', type: 'boolean', help: 'do not complain of what is not there' } as const;

const mkdir: Command = {
  name: 'mkdir',
  usage: 'DIRECTORY…',
  summary: 'Makes directories.',
  flags: {
    parents: { short: 'p', type: 'boolean', help: 'with those above, and no error if it is there' },
    mode: { short: 'm', type: 'string', help: 'permissions in octal' },
    verbose,
  },
  run: (context) =>
    each(context, 'create directory', (path) => {
      const mode = context.value('mode');
      mkdirSync(path, { recursive: context.on('parents'), ...(mode ? { mode: Number.parseInt(mode, 8) } : {}) });
      if (context.on('verbose')) context.print(`mkdir: created directory '${path}'\n`);
    }),
};

const rmdir: Command = {
  name: 'rmdir',
  usage: 'DIRECTORY…',
  summary: 'Removes empty directories.',
  flags: {},
  run: (context) => each(context, 'remove', (path) => rmdirSync(path)),
};

const rm: Command = {
  name: 'rm',
  usage: 'FILE…',
  summary: 'Removes files and, with -r, directories.',
  flags: {
    recursive: { short: 'r', type: 'boolean', help: 'directories and what they hold' },
    R: { short: 'R', type: 'boolean', help: 'the same' },
    force,
    dir: { short: 'd', type: 'boolean', help: 'empty directories too' },
    verbose,
  },
  run(context) {
    const { on } = context;
    if (!context.operands.length && on('force')) return 0;
    const recursive = on('recursive') || on('R');
    return each(context, 'remove', (path) => {
      const stats = lstatSync(path, { throwIfNoEntry: !on('force') });
      if (!stats) return;
      if (stats.isDirectory() && !recursive) {
        if (!on('dir')) throw new Error('Is a directory');
        rmdirSync(path);
      } else rmSync(path, { recursive, force: on('force') });
      if (on('verbose')) context.print(`removed '${path}'\n`);
    });
  },
};

const cp: Command = {
  name: 'cp',
  usage: 'SOURCE… TARGET',
  summary: 'Copies files and, with -r, directories.',
  flags: {
    recursive: { short: 'r', type: 'boolean', help: 'directories and what they hold' },
    R: { short: 'R', type: 'boolean', help: 'the same' },
    archive: { short: 'a', type: 'boolean', help: 'the same, links and times kept' },
    preserve: { short: 'p', type: 'boolean', help: 'keep times' },
    'no-clobber': { short: 'n', type: 'boolean', help: 'leave what is there' },
    force: { short: 'f', type: 'boolean', help: 'overwrite (as always)' },
    verbose,
  },
  run(context) {
    const { on } = context;
    const recursive = on('recursive') || on('R') || on('archive');
    return eachTo(context, 'copy', (from, to) => {
      if (statSync(from).isDirectory() && !recursive) throw new Error('Is a directory (-r not specified)');
      cpSync(from, to, {
        recursive,
        force: !on('no-clobber'),
        preserveTimestamps: on('archive') || on('preserve'),
        dereference: !recursive,
        verbatimSymlinks: true,
      });
      if (on('verbose')) context.print(`'${from}' -> '${to}'\n`);
    });
  },
};

const mv: Command = {
  name: 'mv',
  usage: 'SOURCE… TARGET',
  summary: 'Renames or moves.',
  flags: { force, 'no-clobber': { short: 'n', type: 'boolean', help: 'leave what is there' }, verbose },
  run: (context) =>
    eachTo(context, 'move', (from, to) => {
      if (context.on('no-clobber') && existsSync(to)) return;
      renameSync(from, to);
      if (context.on('verbose')) context.print(`renamed '${from}' -> '${to}'\n`);
    }),
};

const ln: Command = {
  name: 'ln',
  usage: 'TARGET LINK',
  summary: 'Makes a link to a file.',
  flags: { symbolic: { short: 's', type: 'boolean', help: 'a symbolic one' }, force },
  run(context) {
    const [target, link = basename(target ?? '')] = context.operands;
    if (target === undefined) throw new UsageError('missing operand');
    const folder = existsSync(link) && statSync(link).isDirectory();
    const place = folder ? join(link, basename(target)) : link;
    if (context.on('force')) rmSync(place, { force: true });
    if (context.on('symbolic')) symlinkSync(target, place);
    else linkSync(target, place);
    return 0;
  },
};

const touch: Command = {
  name: 'touch',
  usage: 'FILE…',
  summary: 'Makes files, or sets their times to now.',
  flags: { 'no-create': { short: 'c', type: 'boolean', help: 'make none' } },
  run: (context) =>
    each(context, 'touch', (path) => {
      if (!existsSync(path)) {
        if (!context.on('no-create')) closeSync(openSync(path, 'a'));
        return;
      }
      const now = new Date();
      utimesSync(path, now, now);
    }),
};

const letterBits: Record<string, number> = { r: 4, w: 2, x: 1 };
const whoShift: Record<string, number[]> = { u: [6], g: [3], o: [0], a: [6, 3, 0], '': [6, 3, 0] };

function changedMode(before: number, text: string): number {
  if (/^[0-7]+$/.test(text)) return Number.parseInt(text, 8);
  let mode = before & 0o7777;
  for (const clause of text.split(',')) {
    const match = /^([ugoa]*)([-+=])([rwx]*)$/.exec(clause);
    if (!match) throw new UsageError(`invalid mode: '${text}'`);
    const [, who = '', operation = '', letters = ''] = match;
    const bits = [...letters].reduce((sum, letter) => sum | (letterBits[letter] ?? 0), 0);
    for (const shift of [...(who || 'a')].flatMap((letter) => whoShift[letter] ?? [])) {
      if (operation === '+') mode |= bits << shift;
      else if (operation === '-') mode &= ~(bits << shift);
      else mode = (mode & ~(7 << shift)) | (bits << shift);
    }
  }
  return mode;
}

const chmod: Command = {
  name: 'chmod',
  usage: 'MODE FILE…',
  summary: 'Changes permissions (octal or like u+x).',
  flags: {},
  operandsFirst: true,
  run(context) {
    const [mode, ...paths] = context.operands;
    if (mode === undefined) throw new UsageError('missing operand');
    return each({ ...context, operands: paths }, 'change permissions of', (path) =>
      chmodSync(path, changedMode(statSync(path).mode, mode)),
    );
  },
};

export const fileCommands: readonly Command[] = [mkdir, rmdir, rm, cp, mv, ln, touch, chmod];
