// What a program learns of its machine and of itself. With --shape, values that differ from machine to machine are
// replaced by their types, so that two machines' reports can be compared.
const os = require('node:os');
const path = require('node:path');
const process = require('node:process');

const shape = process.argv.includes('--shape');
const varies = (value) => (shape ? `<${Array.isArray(value) ? 'array' : typeof value}>` : value);
const section = (title, rows) => {
  console.log(`\n${title}\n${'='.repeat(title.length)}`);
  for (const [name, value] of Object.entries(rows)) console.log(`${name.padEnd(22)}`, value);
};

section('Operating system', {
  type: os.type(),
  platform: os.platform(),
  architecture: varies(os.arch()),
  release: varies(os.release()),
  hostname: varies(os.hostname()),
  endianness: os.endianness(),
  'end of line': JSON.stringify(os.EOL),
  'null device': os.devNull,
  processors: varies(os.cpus().length),
  'total memory': varies(os.totalmem()),
  'free below total': os.freemem() <= os.totalmem(),
  uptime: varies(os.uptime()),
  'load averages': varies(os.loadavg()),
  'temporary folder': os.tmpdir(),
  'home folder': varies(os.homedir()),
  user: varies(os.userInfo().username),
  interfaces: varies(Object.keys(os.networkInterfaces())),
  SIGINT: os.constants.signals.SIGINT,
  ENOENT: os.constants.errno.ENOENT,
});

section('Process', {
  version: process.version,
  'versions.v8 present': typeof process.versions.v8 === 'string',
  release: process.release.name,
  platform: process.platform,
  title: varies(process.title),
  pid: varies(process.pid),
  'parent pid': varies(process.ppid),
  'script name': path.basename(process.argv[1]),
  arguments: process.argv.slice(2),
  'executable arguments': process.execArgv,
  'working folder': varies(process.cwd()),
  'script is here': path.dirname(process.argv[1]) === process.cwd(),
  umask: process.umask().toString(8),
  'exit code': process.exitCode,
  'memory keys': Object.keys(process.memoryUsage()),
  'hrtime grows': process.hrtime.bigint() <= process.hrtime.bigint(),
  'environment has PATH': 'PATH' in process.env,
  features: process.features.inspector === undefined ? 'none' : typeof process.features,
});

process.env.WARDIAN_EXAMPLE = 12;
section('Environment', {
  'numbers become text': process.env.WARDIAN_EXAMPLE === '12',
  'missing is undefined': process.env.WARDIAN_MISSING,
  'delete works': delete process.env.WARDIAN_EXAMPLE && process.env.WARDIAN_EXAMPLE === undefined,
});

process.on('exit', (code) => console.log(`\nexit code ${code}`));
process.exitCode = 3;
