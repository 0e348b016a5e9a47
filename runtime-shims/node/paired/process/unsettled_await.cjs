// A module that waits for ever at its top level ends with 13, and says where; what the program says of its exit counts.
const { spawnSync } = require('node:child_process');

const programs = [
  'await new Promise(() => {})',
  'process.exitCode = 4; await new Promise(() => {})',
  'process.on("exit", (code) => { console.log(code); process.exitCode = 6; }); await new Promise(() => {})',
  'setTimeout(() => console.log("a timer"), 2); await new Promise(() => {})',
  'const later = new Promise((resolve) => setTimeout(resolve, 2)); await later; console.log("settled")',
  'for await (const each of [1, new Promise(() => {})]) console.log(each)',
  'const all = [await 1, await (async () => { await new Promise(() => {}); })()];',
];
for (const program of programs) {
  const words = ['--input-type=module', '-e', program];
  const { stdout, stderr, status } = spawnSync(process.execPath, words, { encoding: 'utf8' });
  const shown = stderr.replace(/ at \S+\[eval/, ' at [eval').trimEnd();
  console.log(status, JSON.stringify(stdout), shown);
}
