// util.parseArgs: types, short groups, negation, tokens, errors.
const { parseArgs } = require('node:util');
const options = {
  verbose: { type: 'boolean', short: 'v' },
  name: { type: 'string', short: 'n', default: 'none' },
  tag: { type: 'string', multiple: true },
  color: { type: 'boolean' },
};
const show = (args, more = {}) => {
  try {
    console.log(JSON.stringify(parseArgs({ args, options, ...more })));
  } catch (error) {
    console.log(error.code, error.message);
  }
};
show(['-v', '--name', 'x', '--tag=a', '--tag', 'b'], {});
show(['-vn', 'joined'], {});
show(['-nvalue']);
show(['--no-color'], { allowNegative: true });
show(['pos', '--', '-v'], { allowPositionals: true });
show(['--unknown']);
show(['pos']);
show(['--name']);
show(['--verbose=yes']);
show(['--name', '-v']);
show(['-x', '--y=1', 'z'], { strict: false });
show(['-v', 'p', '--name=1'], { tokens: true, allowPositionals: true });
