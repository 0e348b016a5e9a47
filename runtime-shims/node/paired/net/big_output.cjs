// A child that writes much and exits at once loses nothing; a reader that is slow holds it back.
const { spawn } = require('node:child_process');
const child = spawn(process.execPath, ['-e', 'for (let i = 0; i < 20000; i++) console.log("line " + i);']);
let text = '';
child.stdout.setEncoding('utf8');
child.stdout.on('data', (part) => {
  text += part;
  child.stdout.pause();
  setTimeout(() => child.stdout.resume(), 1);
});
child.on('close', (code) => {
  const lines = text.trimEnd().split('\n');
  console.log(
    code,
    lines.length,
    lines[0],
    lines.at(-1),
    lines.every((line, i) => line === `line ${i}`),
  );
});
