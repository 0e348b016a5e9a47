// Limits are taken and told.
const { Worker, resourceLimits } = require('node:worker_threads');
console.log(resourceLimits);
const limits = { maxOldGenerationSizeMb: 64, maxYoungGenerationSizeMb: 16, codeRangeSizeMb: 32, stackSizeMb: 2 };
const worker = new Worker('console.log(require("worker_threads").resourceLimits)', {
  eval: true,
  resourceLimits: limits,
});
console.log(worker.resourceLimits);
worker.on('exit', () => console.log(worker.resourceLimits));
