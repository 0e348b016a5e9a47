/** find. */
import { errnoMessage } from '../system/errors.ts';
import { isDirectory, isLink, joinPath, list, lstat, stat } from '../system/files.ts';
import type { Command } from './command.ts';
import { Expression, type Found } from './find_expression.ts';

export const find: Command = {
  name: 'find',
  usage: '[-H|-L|-P] [PATH]… [EXPRESSION]',
  summary: 'Walks directories and prints, removes or hands on what an expression fits.',
  flags: {},
  plain: true,
  run(context) {
    const { kernel, operands, complain } = context;
    let words = operands;
    let follow = false;
    while (/^-[HLP]$/.test(words[0] ?? '')) {
      follow = words[0] === '-L';
      words = words.slice(1);
    }
    const end = words.findIndex((word) => /^(?:-.|[(!]$)/.test(word));
    const paths = end < 0 ? words : words.slice(0, end);
    const expression = new Expression(context, end < 0 ? [] : words.slice(end));
    const test = expression.parse();
    const walk = (path: string, start: string, depth: number): void => {
      let own = (follow ? stat : lstat)(kernel, path);
      if (typeof own === 'number' && follow) own = lstat(kernel, path);
      if (typeof own === 'number') {
        complain(`'${path}': ${errnoMessage(own)}`);
        return;
      }
      const found: Found = { path, start, depth, stat: own };
      const descend = () => {
        if (!isDirectory(found.stat) || isLink(found.stat) || depth >= expression.maximum || expression.prune) return;
        const entries = list(kernel, path);
        if (typeof entries === 'number') complain(`'${path}': ${errnoMessage(entries)}`);
        else for (const { name } of entries) walk(joinPath(path, name), start, depth + 1);
      };
      expression.prune = false;
      if (expression.depthFirst) descend();
      if (depth >= expression.minimum) test(found);
      if (!expression.depthFirst) descend();
      expression.prune = false;
    };
    for (const path of paths.length ? paths : ['.']) walk(path, path, 0);
    expression.finish();
    return expression.failed ? 1 : 0;
  },
};
