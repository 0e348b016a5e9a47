// Old helpers: inherits, deprecate (once per code), debuglog by NODE_DEBUG, aborted, getSystemErrorName.
process.removeAllListeners('warning');
const util = require('node:util');
function Old() {}
function Base() {}
Base.prototype.hello = () => 'hi';
util.inherits(Old, Base);
console.log(new Old().hello(), Old.super_ === Base);
process.on('warning', (warning) => console.log(warning.name, warning.code, warning.message));
const old = util.deprecate((x) => x * 2, 'old() is old', 'DEP_TEST');
console.log(old(2), old(3));
util.deprecate(() => {}, 'again', 'DEP_TEST')();
console.log(
  util.debuglog('nothing').enabled,
  util.getSystemErrorName(-2),
  util.getSystemErrorMessage(-13),
  util.getSystemErrorMap().get(-98),
);
try {
  util.getSystemErrorName(2);
} catch (error) {
  console.log(error.code);
}
const controller = new AbortController();
util.aborted(controller.signal, {}).then(() => console.log('aborted'));
controller.abort();
