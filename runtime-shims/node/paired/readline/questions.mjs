// question() answers in order, of callbacks and of promises, with abort and prompt.
import { createInterface } from 'node:readline';
import { createInterface as createPromises } from 'node:readline/promises';
import { PassThrough } from 'node:stream';

const open = (make) => {
  const input = new PassThrough();
  const output = new PassThrough();
  output.setEncoding('utf8');
  let written = '';
  output.on('data', (text) => {
    written += text;
  });
  return { input, written: () => written, it: make({ input, output, prompt: '> ' }) };
};
const one = open(createPromises);
setImmediate(() => one.input.write('Ada\n'));
console.log(await one.it.question('name? '));
setImmediate(() => one.input.write('36\n'));
console.log(await one.it.question('age? '));
const aborted = one.it.question('never? ', { signal: AbortSignal.abort() });
console.log(await aborted.catch((error) => error.name));
one.it.prompt();
one.it.close();
console.log(JSON.stringify(one.written()));
console.log(await one.it.question('closed?').catch((error) => error.code));
const two = open(createInterface);
two.it.question('cb? ', (answer) => {
  console.log('answer', answer);
  two.it.setPrompt('$ ');
  two.it.prompt();
  two.it.close();
  console.log(JSON.stringify(two.written()), two.it.getPrompt());
});
two.input.write('yes\n');
