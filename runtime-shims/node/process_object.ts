/** The `process` object as C++ hands it to bootstrap (src/node_process_object.cc). */
import type { Environment } from './environment.ts';
import type { NativeFacts } from './library/native_facts.ts';
import { privateSymbols } from './private_symbols.ts';

/** What napi-rs loaders and others look at to choose WebAssembly over a native addon. */
const webcontainerVersion = '1.0.0';
/** Fields of the exit information: exiting, exit code, has exit code. */
const exitFields = 3;

export function createProcess(facts: NativeFacts): Environment['process'] {
  // The prototype's constructor is called `process` natively; the library puts EventEmitter behind it.
  function process() {}
  const prototype: object = Object.create(Object.prototype, {
    constructor: { value: process, writable: true, configurable: true },
  });
  process.prototype = prototype;
  const object = Object.create(prototype);
  const release: Record<string, unknown> = { name: 'node' };
  if (facts.process.release.lts) release['lts'] = facts.process.release.lts;
  // Read-only, but not frozen: Yarn's Plug'n'Play adds itself to them.
  const versions = Object.fromEntries(
    Object.entries({ ...facts.process.versions, webcontainer: webcontainerVersion }).map(([name, value]) => [
      name,
      { value, writable: false, enumerable: true, configurable: true },
    ]),
  );
  const constant = (value: unknown) => ({ value, writable: false, enumerable: true, configurable: false });
  Object.defineProperties(object, {
    version: constant(facts.process.version),
    versions: { ...constant(Object.defineProperties({}, versions)), configurable: true },
    arch: constant('x64'),
    platform: constant('linux'),
    release: constant(release),
  });
  object[privateSymbols['exit_info_private_symbol'] as symbol] = new Int32Array(exitFields);
  object._rawDebug = () => {};
  return object;
}
