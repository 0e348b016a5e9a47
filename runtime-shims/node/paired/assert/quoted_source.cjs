// assert.ok quotes the expression that failed, wherever the code came from.
const assert = require('node:assert');
const vm = require('node:vm');
globalThis.assert = assert;
const attempt = (run) => {
  try {
    run();
  } catch (error) {
    console.log(`${error.code}: ${error.message}`);
  }
};
attempt(() => assert.ok(1 > 2));
attempt(() => vm.runInThisContext('assert.ok(2 > 3)'));
attempt(() => vm.runInNewContext('\n  assert(3 > 4 /* in a context */)', { assert }, 'inside.js'));
attempt(() => vm.compileFunction('assert.ok(4 > 5)', [], { filename: 'compiled.js' })());
import('data:text/javascript,export default () => assert.ok(5 > 6)').then(({ default: run }) => attempt(run));
