// argv and execArgv of workers.
const { Worker } = require('node:worker_threads');
const program =
  'console.log(process.argv.slice(1), process.execArgv, process.argv[0] === process.execPath, process.title.length > 0)';
const run = (options) => new Promise((resolve) => new Worker(program, { eval: true, ...options }).on('exit', resolve));
(async () => {
  await run({});
  await run({ argv: ['a', 5, null] });
  await run({ execArgv: ['--no-warnings'] });
  try {
    await run({ execArgv: ['--no-such-option'] });
  } catch (error) {
    console.log(error.code, error.message);
  }
  for (const bad of [{ argv: 'a' }, { execArgv: 1 }, { env: 5 }, { name: 5 }]) {
    try {
      new Worker(program, { eval: true, ...bad });
    } catch (error) {
      console.log(error.code, error.message);
    }
  }
})();
