/** Modes as chmod(1) takes them, and as ls(1) shows them. */
import { S_IFBLK, S_IFCHR, S_IFDIR, S_IFIFO, S_IFLNK, S_IFMT, S_IFSOCK } from '../../kernel/constants.ts';
import type { SystemCalls } from '../../kernel/system_calls.ts';
import { UsageError } from './command.ts';

const letterBits: Record<string, number> = { r: 4, w: 2, x: 1 };
/** Of files `=` takes these away too, where it does not name them. */
const setIds: Record<string, number> = { u: 0o4000, g: 0o2000, o: 0o1000 };
const shifts: Record<string, number> = { u: 6, g: 3, o: 0 };

/** `755`, `u+x,go-w`, `a=rX`; `directory` counts for `X`. */
export function changedMode(before: number, text: string, directory: boolean, kernel: SystemCalls): number {
  if (/^[0-7]+$/.test(text)) return Number.parseInt(text, 8);
  let mode = before & 0o7777;
  const mask = kernel.umask(0);
  kernel.umask(mask);
  for (const clause of text.split(',')) {
    const match = /^([ugoa]*)((?:[-+=](?:[rwxXst]*|[ugo]))+)$/.exec(clause);
    if (!match) throw new UsageError(`invalid mode: '${text}'`);
    const [, who = '', operations = ''] = match;
    const classes = who === '' || who.includes('a') ? 'ugo' : who;
    for (const [, operator, letters = ''] of operations.matchAll(/([-+=])([ugo]|[rwxXst]*)/g)) {
      let special = 0;
      if (letters.includes('s')) special |= (classes.includes('u') ? 0o4000 : 0) | (classes.includes('g') ? 0o2000 : 0);
      if (letters.includes('t')) special |= 0o1000;
      for (const each of classes) {
        const shift = shifts[each] ?? 0;
        let bits = 0;
        for (const letter of letters) {
          if (letter in shifts) bits |= (mode >> (shifts[letter] ?? 0)) & 7;
          else if (letter === 'X') bits |= directory || (mode & 0o111) !== 0 ? 1 : 0;
          else bits |= letterBits[letter] ?? 0;
        }
        // Without a class the umask's bits are left alone (chmod(1)).
        const allowed = who === '' ? bits & ~((mask >> shift) & 7) : bits;
        if (operator === '+') mode |= allowed << shift;
        else if (operator === '-') mode &= ~(allowed << shift);
        else mode = (mode & ~(7 << shift) & ~(directory ? 0 : (setIds[each] ?? 0))) | (allowed << shift);
      }
      mode = operator === '-' ? mode & ~special : mode | special;
    }
  }
  return mode;
}

const types: Record<number, string> = {
  [S_IFDIR]: 'd',
  [S_IFLNK]: 'l',
  [S_IFCHR]: 'c',
  [S_IFBLK]: 'b',
  [S_IFIFO]: 'p',
  [S_IFSOCK]: 's',
};

/** `-rw-r--r--` */
export function modeLetters(mode: number): string {
  const three = (shift: number, special: number, letter: string) => {
    const bits = (mode >> shift) & 7;
    const executable = (bits & 1) !== 0;
    const last = (mode & special) !== 0 ? (executable ? letter : letter.toUpperCase()) : executable ? 'x' : '-';
    return `${bits & 4 ? 'r' : '-'}${bits & 2 ? 'w' : '-'}${last}`;
  };
  return (types[mode & S_IFMT] ?? '-') + three(6, 0o4000, 's') + three(3, 0o2000, 's') + three(0, 0o1000, 't');
}
