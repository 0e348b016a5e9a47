// A worker starts processes; the main thread does as well.
const { Worker } = require('node:worker_threads');
const { execFile } = require('node:child_process');
const worker = new Worker(
  `const { execFileSync, spawn } = require('child_process');
   console.log('sync:', String(execFileSync(process.execPath, ['-p', '1 + 1'])).trim());
   const child = spawn(process.execPath, ['-e', 'console.log(process.ppid > 0); process.exit(4)']);
   child.stdout.on('data', (data) => console.log('child says', String(data).trim()));
   child.on('close', (code, signal) => console.log('child ended', code, signal));`,
  { eval: true },
);
worker.on('exit', (code) => {
  console.log('exit', code);
  execFile(process.execPath, ['-p', '2 + 2'], (error, stdout) => console.log(error, stdout.trim()));
});
