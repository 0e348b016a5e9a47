/** Commands that fewer scripts use, in a script of their own. */
import { register } from './registry.ts';

register([]);
