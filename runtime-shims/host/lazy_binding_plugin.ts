/** For the bundler: the script of one lazy binding (../node/lazy_bindings.ts). */
import { dirname, join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import { sharedModules } from '../node/shared_modules.ts';

const runtimeShims = dirname(dirname(fileURLToPath(import.meta.url)));
const ENTRY = '\0lazy-binding';

/** A module's path from `runtime-shims/`, or undefined for one that is not of this project. */
function ownPath(id: string): string | undefined {
  const path = relative(runtimeShims, id).replaceAll('\\', '/');
  return path.startsWith('..') || path.includes('node_modules') || path.startsWith('\0') ? undefined : path;
}

/** Packages ask the global object for randomness; there they would find Node's `crypto`, or what a program put in its place. */
const WEB_CRYPTO = 'node/web_crypto.ts';
const GLOBAL_CRYPTO = /\bglobalThis\??\.crypto\b/g;

export function lazyBinding(name: string) {
  return {
    name: 'lazy-binding',
    resolveId: (source: string) => (source === ENTRY ? ENTRY : undefined),
    load(id: string): { code: string; moduleType: 'js' } | undefined {
      if (id === ENTRY) {
        const file = JSON.stringify(join(runtimeShims, 'node/bindings', `${name}.ts`));
        return { code: `import { binding } from ${file};\nglobalThis.__lazyBinding = binding;`, moduleType: 'js' };
      }
      const path = ownPath(id);
      if (path === undefined || !Object.hasOwn(sharedModules, path)) return undefined;
      // CommonJS: the bundler does not need to know the names of its exports.
      return { code: `module.exports = globalThis.__sharedModules[${JSON.stringify(path)}];`, moduleType: 'js' };
    },
    transform(code: string, id: string): { code: string } | undefined {
      if (!id.includes('node_modules')) return undefined;
      const own = code.replaceAll(GLOBAL_CRYPTO, 'webCryptoOfProcess');
      if (own === code) return undefined;
      const file = JSON.stringify(join(runtimeShims, WEB_CRYPTO));
      return { code: `import { webCrypto as webCryptoOfProcess } from ${file};\n${own}` };
    },
  };
}

export const lazyBindingEntry = ENTRY;

/** Throws when a lazy script brings a second copy of a module that is in the process's script. */
export function refuseCopies(name: string, lazyModules: readonly string[], processModules: readonly string[]): void {
  const own = lazyModules.map(ownPath).filter((path) => path !== undefined && !Object.hasOwn(sharedModules, path));
  const twice = own.filter((path) => path !== undefined && processModules.map(ownPath).includes(path));
  if (twice.length) {
    throw new Error(
      `the script of ${name} would copy ${twice.join(', ')}: add to runtime-shims/node/shared_modules.ts`,
    );
  }
}
