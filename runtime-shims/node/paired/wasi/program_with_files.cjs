// A wasm32-wasi program (compiled from AssemblyScript) copies in.txt to out.txt in capitals, prints it, and exits with 40
// plus the number of its arguments.
const { mkdtempSync, readFileSync, rmSync, writeFileSync } = require('node:fs');
const { tmpdir } = require('node:os');
const { join } = require('node:path');
const { WASI } = require('node:wasi');

const program = Buffer.from(
  'AGFzbQEAAAABKAZgAX8Bf2AEf39/fwF/YAF/AGAJf39/f39+fn9/AX9gAn9/AX9gAAAC1AEGFndhc2lfc25hcHNob3RfcHJldmlldzEJcHJvY19leGl0AAIWd2FzaV9zbmFwc2hvdF9wcmV2aWV3MQlwYXRoX29wZW4AAxZ3YXNpX3NuYXBzaG90X3ByZXZpZXcxCGZkX3dyaXRlAAEWd2FzaV9zbmFwc2hvdF9wcmV2aWV3MQhmZF9jbG9zZQAAFndhc2lfc25hcHNob3RfcHJldmlldzEHZmRfcmVhZAABFndhc2lfc25hcHNob3RfcHJldmlldzEOYXJnc19zaXplc19nZXQABAMDAgAFBQMBAAEHEwIGX3N0YXJ0AAcGbWVtb3J5AgAKtAICKQAgAARAQcwIQu/q0fPCjp46NwMAQQcPC0HMCELp3Lmhh48dNwMAQQYLhwIBBH9BA0EBQcwIQQAQBkEAQgJCAEEAQZAIEAEiAQRAIAEQAAtBkAgoAgAhAUGACEGAEDYCAEGECEGAIDYCACABQYAIQQFBkAgQBCICBEAgAhAAC0GQCCgCACECIAEQAxoDQCAAIAJIBEAgAEGAEGoiAy0AACIBQfoATSABQeEAT3EEQCADIAFBIGs6AAALIABBAWohAAwBCwtBA0EBQcwIQQEQBkEJQsAAQgBBAEGQCBABIgAEQCAAEAALQZAIKAIAIQBBhAggAjYCACAAQYAIQQFBkAgQAiIBBEAgARAACyAAEAMaQQFBgAhBAUGQCBACGkGQCEGUCBAFGkGQCCgCAEEoahAACw==',
  'base64',
);
process.removeAllListeners('warning');
const folder = mkdtempSync(join(tmpdir(), 'wasi-'));
(async () => {
  const module = await WebAssembly.compile(program);
  console.log(WebAssembly.Module.imports(module).map(({ name }) => name));
  for (const input of ['hello from a file\n', null]) {
    if (input === null) rmSync(join(folder, 'in.txt'));
    else writeFileSync(join(folder, 'in.txt'), input);
    const wasi = new WASI({ version: 'preview1', args: ['program', 'one'], preopens: { '/': folder } });
    const instance = await WebAssembly.instantiate(module, wasi.getImportObject());
    console.log('exit', wasi.start(instance));
    console.log(readFileSync(join(folder, 'out.txt'), 'utf8'));
  }
  rmSync(folder, { recursive: true });
  const wasi = new WASI({ version: 'preview1', preopens: {} });
  const { instance } = await WebAssembly.instantiate(program, wasi.getImportObject());
  console.log('without a folder', wasi.start(instance));
  try {
    wasi.start(instance);
  } catch (error) {
    console.log(error.code, error.message);
  }
})();
