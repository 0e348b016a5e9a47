const { setTimeout: wait } = require('node:timers/promises');

async function fetchPlant(name) {
  await wait(100);
  return name;
}

async function main() {
  const start = Date.now();
  const names = await Promise.all(['fern', 'moss', 'orchid', 'ficus', 'ivy'].map(fetchPlant));
  console.log(names.join(', '));
  console.log(`took ${Date.now() - start} ms`);
}

main();
