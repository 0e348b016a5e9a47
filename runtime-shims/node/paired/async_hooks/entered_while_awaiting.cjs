// A storage that is entered in a function is left again by whoever awaited it, from the first one on.
const { AsyncLocalStorage } = require('node:async_hooks');
const storage = new AsyncLocalStorage();
const later = () => new Promise((resolve) => setImmediate(resolve));

async function entersLater() {
  await later();
  storage.enterWith('later');
}
async function entersAtOnce() {
  storage.enterWith('at once');
  await later();
}
(async () => {
  await entersLater();
  console.log(storage.getStore());
  await later().then(() => storage.enterWith('in then'));
  console.log(storage.getStore());
  await entersAtOnce();
  console.log(storage.getStore());
  await entersLater();
  console.log(storage.getStore());
})();
