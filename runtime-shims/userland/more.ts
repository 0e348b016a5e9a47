/** Commands that fewer scripts use, in a script of their own. */
import { chown, truncate } from './commands/attributes.ts';
import { awk } from './commands/awk.ts';
import { column, expand, fold, join, paste, unexpand } from './commands/columns.ts';
import { cmp, diff } from './commands/diff.ts';
import { base64, cksum, hexdump, od, strings, xxd } from './commands/dumps.ts';
import { less, more } from './commands/less.ts';
import { comm, nl, rev, shuf, split, tac } from './commands/lines.ts';
import { who } from './commands/logins.ts';
import { reset, tput, watch } from './commands/screens.ts';
import { df, du, file, free, tree } from './commands/space.ts';
import { stty } from './commands/stty.ts';
import { tar } from './commands/tar.ts';
import { top } from './commands/top.ts';
import { register } from './registry.ts';

register([
  awk,
  base64,
  chown,
  cksum,
  cmp,
  column,
  comm,
  df,
  diff,
  du,
  expand,
  file,
  fold,
  free,
  { ...awk, name: 'gawk' },
  hexdump,
  join,
  less,
  more,
  nl,
  od,
  paste,
  reset,
  rev,
  shuf,
  split,
  strings,
  stty,
  tac,
  tar,
  top,
  tput,
  tree,
  truncate,
  unexpand,
  watch,
  who,
  xxd,
]);
