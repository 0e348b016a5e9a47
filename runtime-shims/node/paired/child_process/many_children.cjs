// Ten children at once; each is told of, none is lost.
const { execFile } = require('node:child_process');
const { promisify } = require('node:util');
const run = promisify(execFile);
Promise.all(Array.from({ length: 10 }, (_, i) => run(process.execPath, ['-p', `${i} * 2`]))).then((results) =>
  console.log(results.map(({ stdout }) => stdout.trim()).join(' ')),
);
