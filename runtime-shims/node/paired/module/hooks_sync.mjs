// registerHooks: resolve and load in the same thread, chained, removed again, for import and require.
import { createRequire, registerHooks } from 'node:module';

const first = registerHooks({
  resolve(specifier, context, next) {
    return specifier.startsWith('virtual:')
      ? { url: specifier, format: 'module', shortCircuit: true }
      : next(specifier, context);
  },
  load(url, context, next) {
    return url.startsWith('virtual:')
      ? {
          format: 'module',
          source: `export default ${JSON.stringify(url.slice(8))}; export const conditions = ${JSON.stringify(context.conditions.includes('node'))}`,
          shortCircuit: true,
        }
      : next(url, context);
  },
});
console.log(await import('virtual:one'));
const second = registerHooks({
  load(url, context, next) {
    const result = next(url, context);
    if (!url.startsWith('virtual:')) return result;
    return { ...result, source: String(result.source).replace('default ', 'default "seen " + ') };
  },
});
console.log((await import('virtual:two')).default);
second.deregister();
console.log((await import('virtual:three')).default);
const require = createRequire(import.meta.url);
console.log(require('virtual:four').default);
first.deregister();
console.log(await import('virtual:five').catch((error) => error.code));
