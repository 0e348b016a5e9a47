// for await over an interface, also left early, and the history and keys of a terminal.
import { createInterface, emitKeypressEvents } from 'node:readline';
import { PassThrough, Readable } from 'node:stream';

const lines = [];
for await (const line of createInterface({ input: Readable.from(['a\nb\n', 'c\nd']) })) lines.push(line);
console.log(lines);
for await (const line of createInterface({ input: Readable.from(['x\ny\nz\n']) })) {
  console.log(line);
  break;
}
const input = new PassThrough();
emitKeypressEvents(input);
input.on('keypress', (text, key) =>
  console.log(JSON.stringify(text), key.name, key.ctrl, key.meta, key.shift, JSON.stringify(key.sequence)),
);
input.write('aZ\u0003\u001b[A\u001b[1;5C\u001bOP\u001bx\r\t\u007f😀');
await new Promise((resolve) => setTimeout(resolve, 20));
input.destroy();
