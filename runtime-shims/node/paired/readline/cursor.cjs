// Cursor functions and an edited line on a terminal.
const readline = require('node:readline');
const { PassThrough } = require('node:stream');
const output = Object.assign(new PassThrough(), { columns: 40, isTTY: true });
output.setEncoding('utf8');
let text = '';
output.on('data', (part) => {
  text += part;
});
readline.cursorTo(output, 3);
readline.cursorTo(output, 3, 4);
readline.moveCursor(output, -2, 5);
readline.clearLine(output, -1);
readline.clearLine(output, 1);
readline.clearLine(output, 0);
readline.clearScreenDown(output);
try {
  readline.cursorTo(output, NaN);
} catch (error) {
  console.log(error.code);
}
const input = new PassThrough();
const rl = readline.createInterface({ input, output, terminal: true, history: ['old'] });
rl.on('line', (line) => console.log('line', line));
rl.on('history', (history) => console.log(history));
input.write('helo\u001b[D\u0008llo\u0001>\u0005!\r');
input.write('\u001b[A\u0017new\r');
setImmediate(() => {
  console.log(rl.getCursorPos(), rl.line, rl.cursor);
  rl.close();
  setImmediate(() => console.log(JSON.stringify(text)));
});
