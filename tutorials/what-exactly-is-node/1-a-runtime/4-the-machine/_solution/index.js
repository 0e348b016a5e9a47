const os = require('node:os');

console.log(`running on ${os.platform()}, as process ${process.pid}`);
console.log(`arguments: ${process.argv.slice(2)}`);
console.log(`processors: ${os.availableParallelism()}`);
console.log(`greeting: ${process.env.GREETING}`);
