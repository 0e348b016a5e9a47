const os = require('node:os');
const { types } = {
  types: (value) => Object.fromEntries(Object.entries(value).map(([name, of]) => [name, typeof of])),
};
console.log(os.EOL === '\n', os.platform(), os.type(), os.endianness(), os.arch(), os.machine(), os.devNull);
console.log(typeof os.hostname(), typeof os.release(), typeof os.version(), os.homedir().startsWith('/'), os.tmpdir());
console.log(
  os.totalmem() >= os.freemem(),
  os.freemem() > 0,
  os.uptime() > 0,
  os.loadavg().length,
  os.availableParallelism() > 0,
);
console.log(types(os.cpus()[0]), types(os.cpus()[0].times), os.cpus().length >= os.availableParallelism());
console.log(types(os.userInfo()), Buffer.isBuffer(os.userInfo({ encoding: 'buffer' }).username));
console.log(os.networkInterfaces().lo[0]);
console.log(os.getPriority(), os.setPriority(5), os.getPriority());
try {
  os.getPriority(999999);
} catch (error) {
  console.log(error.name, error.message, error.info);
}
console.log(os.constants.signals.SIGINT, os.constants.errno.ENOENT, os.constants.priority.PRIORITY_LOW);
console.log(
  `${os.hostname}` === os.hostname(),
  process.getuid() === os.userInfo().uid,
  process.getgroups().includes(process.getgid()),
);
