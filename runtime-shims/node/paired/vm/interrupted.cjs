// Scripts and modules with a time limit, and such that SIGINT breaks: whatever they do, they end.
const { spawnSync } = require('node:child_process');
const vm = require('node:vm');

const told = (name, action) => {
  try {
    console.log(name, action());
  } catch ({ code, message }) {
    console.log(name, code, message);
  }
};
const forms = [
  'while (true) {}',
  'for (;;);',
  'do ; while (true)',
  'for (const x of (function* () { while (1) yield 1; })()) x;',
  'while (true) try { while (true); } catch { while (true); } finally { caught = 1; }',
  'while (true) while (true) [1].map((x) => x);',
  '(function f() { "use strict"\n f2(); })(); function f2() { for (;;) { continue } }',
  'const f = (n) => n < 2 ? n : f(n - 1) + f(n - 2); f(60)',
  'class A { static { for (;;) { } } }',
  'label: for (;;) { for (;;) continue label }',
];
for (const form of forms) {
  told(form, () => vm.runInThisContext(form, { timeout: 20 }));
  told('', () => vm.runInNewContext(form, { caught: 0 }, { timeout: 20 }));
}
told('in time', () => vm.runInNewContext('let n = 0; while (n < 1e4) n++; n', {}, { timeout: 60_000 }));
told('completion', () => vm.runInThisContext('for (let i = 0; i < 3; i++) i', { timeout: 60_000 }));
told('text', () => vm.runInThisContext('String(function f(a) { while (a) a--; })', { timeout: 60_000 }));
told('own error', () =>
  vm.runInNewContext('try { throw 1 } catch (e) { throw new TypeError(e + 1) }', {}, { timeout: 60_000 }),
);
told('later', () => vm.runInThisContext('(n) => { while (n > 0) n--; return n; }', { timeout: 1000 })(5e6));
const context = { run: (timeout) => vm.runInNewContext('while (true) {}', context, { timeout }) };
told('inner', () => vm.runInNewContext('try { run(20) } catch (e) { e.code }', context, { timeout: 60_000 }));
told('outer', () => vm.runInNewContext('try { run(60000) } catch (e) { e.code }', context, { timeout: 20 }));

const child = `
const { SourceTextModule, Script } = require('node:vm');
const module = new SourceTextModule('export default 1; while (true) {}');
module.linkRequests([]);
module.instantiate();
module.evaluate({ timeout: 20 }).catch(({ code }) => {
  console.log(code, module.status);
  process.on('SIGINT', () => console.log('heard'));
  const script = new Script('process.kill(process.pid, "SIGINT"); while (true) {}');
  try {
    script.runInThisContext({ breakOnSigint: true });
  } catch ({ code, message }) {
    console.log(code, message);
  }
});`;
const flags = ['--experimental-vm-modules', '--no-warnings'];
const { stdout, stderr, signal } = spawnSync(process.execPath, [...flags, '-e', child], { encoding: 'utf8' });
console.log(stdout, stderr, signal);
