const os = require('node:os');

console.log(`running on ${os.platform()}, as process ${process.pid}`);
// arguments: …     processors: …     greeting: …
