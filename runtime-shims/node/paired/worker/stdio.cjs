// stdin, stdout and stderr of a worker as streams of the main thread.
const { Worker } = require('node:worker_threads');
const worker = new Worker(
  `process.stdin.setEncoding('utf8');
   let text = '';
   process.stdin.on('data', (chunk) => { text += chunk; });
   process.stdin.on('end', () => {
     console.log(text.toUpperCase());
     console.error('to stderr');
     process.stdout.write('no newline');
     console.log([process.stdout.isTTY, process.stdin.isTTY, process.stdout.fd]);
   });`,
  { eval: true, stdin: true, stdout: true, stderr: true },
);
worker.stdin.write('hello ');
worker.stdin.end('world');
const collect = async (stream) => {
  let text = '';
  for await (const chunk of stream) text += chunk;
  return text;
};
Promise.all([collect(worker.stdout), collect(worker.stderr)]).then(console.log);
worker.on('exit', (code) => console.log('exit', code));
