// A thread that fills up its heap is ended by its limit; one whose elements share what is large is not.
const { Worker } = require('node:worker_threads');

const programs = {
  array: 'const held = []; for (;;) held.push({ list: [1, 2, 3], at: held.length });',
  strings: "const held = []; for (let i = 0; ; i++) held.push('some text ' + i);",
  shared: `
    const shared = { large: new Array(1000).fill({}) };
    const held = [];
    for (let i = 0; i < 1e6; i++) held.push(shared);
    console.log(held.length, held.push.name, held.push.length);`,
};

async function main() {
  for (const [name, code] of Object.entries(programs)) {
    await new Promise((resolve) => {
      const worker = new Worker(code, { eval: true, resourceLimits: { maxOldGenerationSizeMb: 32 } });
      worker.on('error', ({ name: kind, code, message }) => console.log(name, kind, code, message));
      worker.on('exit', (code) => resolve(console.log(name, 'exit', code)));
    });
  }
}

main();
