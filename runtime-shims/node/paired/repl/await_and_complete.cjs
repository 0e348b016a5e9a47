// Top-level await in a REPL, and completion.
const repl = require('node:repl');
const { PassThrough } = require('node:stream');
const input = new PassThrough();
const output = new PassThrough();
let shown = '';
output.on('data', (text) => {
  shown += text;
});
const server = repl.start({
  input,
  output,
  prompt: '> ',
  terminal: true,
  useGlobal: false,
  preview: false,
  useColors: false,
});
server.context.thing = { alpha: 1, beta: { gamma: 2 }, alphabet: 3 };
const complete = (text) =>
  new Promise((resolve) =>
    server.complete(text, (error, [found, of]) =>
      resolve([
        error,
        found
          .filter(Boolean)
          .filter((name) => !/^(?:__|[a-z]+Of|has|is|prop|to|constructor)/.test(name.replace(/.*\./, ''))),
        of,
      ]),
    ),
  );
(async () => {
  console.log(await complete('thing.al'));
  console.log(await complete('thing.beta.g'));
  console.log(await complete('.he'));
  console.log((await complete('require("node:fs/pr'))[1]);
  server.on('exit', () => console.log(shown.includes('> ')));
  server.close();
})();
