const { WASI } = require('node:wasi');

process.removeAllListeners('warning');
const attempt = (name, action) => {
  try {
    console.log(name, action());
  } catch (error) {
    console.log(name, error.name, error.code, error.message);
  }
};
attempt('no version', () => new WASI());
attempt('version', () => new WASI({ version: 'preview9' }));
attempt('args', () => new WASI({ version: 'preview1', args: 'x' }));
attempt('env', () => new WASI({ version: 'preview1', env: 5 }));
attempt('preopens', () => new WASI({ version: 'preview1', preopens: { '/x': '/no/such/folder' } }));
attempt('stdin', () => new WASI({ version: 'preview1', stdin: 'x' }));
attempt('returnOnExit', () => new WASI({ version: 'preview1', returnOnExit: 'x' }));
const wasi = new WASI({ version: 'preview1' });
attempt('not started', () => wasi.wasiImport.fd_close(1));
attempt('no instance', () => wasi.start());
attempt('no memory', () => wasi.start({ exports: { _start() {} } }));
const fresh = () => new WASI({ version: 'preview1' });
const memory = new WebAssembly.Memory({ initial: 1 });
attempt('no start', () => fresh().start({ exports: { memory } }));
attempt('both', () => fresh().start({ exports: { memory, _start() {}, _initialize() {} } }));
attempt('initialize', () => fresh().initialize({ exports: { memory, _initialize: () => 5 } }));
attempt('start', () => fresh().start({ exports: { memory, _start: () => 5 } }));
attempt('initialize a command', () => fresh().initialize({ exports: { memory, _start() {} } }));
console.log(Object.keys(fresh().getImportObject()), Object.keys(new WASI({ version: 'unstable' }).getImportObject()));
