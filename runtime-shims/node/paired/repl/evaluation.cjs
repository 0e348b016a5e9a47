// A REPL over streams: values, multi-line, errors, _ and commands.
const repl = require('node:repl');
const { PassThrough } = require('node:stream');
const input = new PassThrough();
const output = new PassThrough();
output.setEncoding('utf8');
let shown = '';
output.on('data', (text) => {
  shown += text;
});
const server = repl.start({ input, output, prompt: '> ', terminal: false, useGlobal: false });
server.context.given = 42;
server.defineCommand('hello', {
  help: 'Says hello',
  action(name) {
    this.output.write(`hello ${name}\n`);
    this.displayPrompt();
  },
});
server.on('exit', () => console.log(shown.replace(/\n {4}at .*/g, '')));
for (const line of [
  '1 + 1',
  'given',
  '_ * 2',
  'const x = {',
  '  a: [1, 2] }',
  'x',
  'let y = `a',
  'b`',
  'y.length',
  'missing',
  '_error.message',
  'throw new TypeError("t")',
  'var',
  '.hello world',
  'function f() { return 7 }',
  'f()',
  'undefined',
  '.nothing',
  '.exit',
])
  input.write(`${line}\n`);
