import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { rolldown } from 'rolldown';
import { describe, expect, it } from 'vitest';
import { lazyBindings } from '../node/lazy_bindings.ts';
import { lazyBinding, lazyBindingEntry, refuseCopies } from './lazy_binding_plugin.ts';

const file = (path: string) => join(dirname(dirname(fileURLToPath(import.meta.url))), path);

describe('the script of a lazy binding', () => {
  it.each(lazyBindings)('%s brings its factory and takes shared modules from the process', async (name) => {
    const build = await rolldown({ input: lazyBindingEntry, plugins: [lazyBinding(name)] });
    const { output } = await build.generate({ format: 'iife', codeSplitting: false });
    expect(output[0].code).toContain('globalThis.__lazyBinding =');
    // Those that watch what a process does are no natives of Node's: they have no shape.
    if (!/_trace$|^memory_limit$/.test(name))
      expect(output[0].code).toContain('globalThis.__sharedModules["node/from_shape.ts"]');
    expect(output[0].code).not.toContain('function completeFromShape');
  });

  it('may not hold what the process holds, unless it is shared', () => {
    const ofProcess = [file('node/event_loop.ts'), file('node/native_error.ts')];
    expect(() =>
      refuseCopies('x', [file('node/native_error.ts'), file('node/bindings/x.ts')], ofProcess),
    ).not.toThrow();
    expect(() => refuseCopies('x', ofProcess, ofProcess)).toThrow('would copy node/event_loop.ts');
  });
});
