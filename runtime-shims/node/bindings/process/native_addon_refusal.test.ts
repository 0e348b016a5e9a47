import { describe, expect, it } from 'vitest';
import { createKernelFromSource } from '../../../kernel/source_kernel.ts';
import { nativeAddonRefusal } from './native_addon_refusal.ts';

function kernelWith(files: Record<string, string>) {
  const kernel = createKernelFromSource();
  for (const [path, text] of Object.entries(files)) {
    for (let at = path.indexOf('/', 1); at > 0; at = path.indexOf('/', at + 1)) kernel.mkdir(path.slice(0, at), 0o755);
    const fd = kernel.open(path, 0o101, 0o644);
    kernel.write(fd, new TextEncoder().encode(text), -1);
    kernel.close(fd);
  }
  return kernel;
}

const table = JSON.stringify({
  known: { replacedBy: 'known-wasm' },
  '@a/loader': { loads: '@a/wasm' },
  advised: { advice: 'use node:sqlite' },
});

/** The shortest file that passes for a shared object. */
const sharedObject = '\x7fELF'.padEnd(64, '\0');

describe('the refusal of a native addon', () => {
  it.each([
    ['known', 'native addon, which a browser cannot load: npm installs known-wasm in its place'],
    [
      'known-linux-x64-gnu',
      "'known-linux-x64-gnu' is a native addon, which a browser cannot load: npm installs known-wasm in",
    ],
    ['@a/loader-linux-x64-glibc', 'npm installs @a/wasm in its place'],
    ['@b/binding-linux-arm64', 'its build for WebAssembly would be @b/binding-wasm32-wasi'],
    ['advised', 'native addon, which a browser cannot load: use node:sqlite'],
    ['@other/x', "the package '@other/x' is a native addon, which a browser cannot load: look for a build of it"],
  ])('names %s and what stands in for it', (name, words) => {
    const addon = `/m/${name}/build/Release/x.node`;
    const kernel = kernelWith({
      '/usr/lib/wardian/native_addons.json': table,
      [`/m/${name}/package.json`]: JSON.stringify({ name }),
      [addon]: sharedObject,
    });
    expect(nativeAddonRefusal(kernel, addon)).toContain(words);
  });

  it('is the usual error for a file that is not there', () => {
    expect(nativeAddonRefusal(kernelWith({}), '/x.node')).toMatch('No such file or directory');
  });

  it.each([
    ['', 'file too short'],
    ['no shared object'.padEnd(64), 'invalid ELF header'],
  ])('is that of dlopen(3) for a file that is none', (content, words) => {
    expect(nativeAddonRefusal(kernelWith({ '/x.node': content }), '/x.node')).toBe(words);
  });

  it('does without a package and without a table', () => {
    expect(nativeAddonRefusal(kernelWith({ '/x.node': sharedObject }), '/x.node')).toMatch(/^this is a native addon/);
  });
});
