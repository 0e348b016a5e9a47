/** Commands that fewer scripts use, in a script of their own. */
import { chown, truncate } from './commands/attributes.ts';
import { awk } from './commands/awk.ts';
import { register } from './registry.ts';

register([awk, { ...awk, name: 'gawk' }, chown, truncate]);
