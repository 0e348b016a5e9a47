// setEnvironmentData is cloned to every worker made later.
const { Worker, isMainThread, setEnvironmentData, getEnvironmentData } = require('node:worker_threads');
if (isMainThread) {
  setEnvironmentData('hello', { a: [1] });
  setEnvironmentData('gone', 1);
  setEnvironmentData('gone');
  new Worker(__filename);
} else {
  console.log(getEnvironmentData('hello'), getEnvironmentData('gone'));
}
