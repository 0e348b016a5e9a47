// What os answers, by kind, and its errors.
const os = require('node:os');
console.log(
  os.EOL === '\n',
  os.endianness(),
  os.type(),
  os.platform(),
  typeof os.release(),
  typeof os.hostname(),
  os.uptime() >= 0,
  os.totalmem() > os.freemem(),
  os.loadavg().length,
  os.cpus().every(({ model, times }) => typeof model === 'string' && 'idle' in times),
  os.availableParallelism() > 0,
  os.devNull,
  os.tmpdir(),
  typeof os.homedir(),
  Object.keys(os.userInfo()).sort().join(),
  typeof os.version(),
  typeof os.machine(),
);
console.log(
  os.constants.signals.SIGINT,
  os.constants.errno.ENOENT,
  os.constants.priority,
  os.constants.UV_UDP_REUSEADDR,
  Object.isFrozen(os.constants.signals),
  `${os.tmpdir}`,
  os.getPriority() === os.getPriority(process.pid),
);
for (const bad of [
  () => os.getPriority('x'),
  () => os.getPriority(2147483646),
  () => os.setPriority(0, 99),
  () => os.userInfo({ encoding: 'buffer' }).username instanceof Buffer,
  () => os.setPriority(2 ** 40),
])
  try {
    console.log(bad());
  } catch (error) {
    console.log(error.name, error.code);
  }
console.log(
  Object.values(os.networkInterfaces())
    .flat()
    .some(({ internal, address }) => internal && address === '127.0.0.1'),
);
