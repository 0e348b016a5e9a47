// What Error.prepareStackTrace is given: names, kinds and positions of a program's own frames.
const { basename } = require('node:path');
const vm = require('node:vm');
const original = Error.prepareStackTrace;
function describe(site) {
  const file = site.getFileName();
  return [
    site.getFunctionName(),
    site.getTypeName(),
    site.getMethodName(),
    file && basename(file),
    basename(site.getScriptNameOrSourceURL() ?? ''),
    site.isEval(),
    site.isNative(),
    site.isToplevel(),
    site.isConstructor(),
    `${site.getLineNumber()}:${site.getColumnNumber()}`,
    String(site).replace(/\(?\/.*\//, ''),
  ].join(' | ');
}
const seen = [];
Error.prepareStackTrace = (error, sites) => {
  seen.push(error.message);
  return sites;
};
const here = (message) => new Error(message).stack;
const anonymous = [
  function () {
    return here('anonymous');
  },
][0];
class Thing {
  constructor(message) {
    this.stack = message && here(message);
  }
  method() {
    return here('method');
  }
  static own() {
    return here('static');
  }
}
const lists = [
  here('plain'),
  anonymous(),
  new Thing('constructor').stack,
  new Thing().method(),
  Thing.own(),
  [1].map(() => here('callback'))[0],
  vm.runInThisContext('(f) => f("script")', { filename: 'script.js', lineOffset: 6 })(here),
  vm.runInNewContext('new Error("context").stack', {}, 'inside.js'),
];
for (const sites of lists) console.log(sites.slice(0, 2).map(describe).join('\n'));
console.log(seen.join());
Error.prepareStackTrace = (error, sites) => `${error.message} from ${sites[0].getFunctionName()}`;
console.log(here('again'));
Error.prepareStackTrace = undefined;
console.log(
  here('default')
    .split('\n')
    .slice(0, 2)
    .join('\n')
    .replace(/\(\/.*\//, '('),
);

// A program's own may hand on to the one that was there at first, with frames that it left out.
Error.prepareStackTrace = (error, sites) => original(error, sites.slice(0, 1));
console.log(here('handed on').replace(/\(.*\//, '('));
const handing = Error.prepareStackTrace;
Error.prepareStackTrace = (error, sites) => `again: ${handing(error, sites)}`;
console.log(here('handed on twice').replace(/\(.*\//, '('));
Error.prepareStackTrace = original;
