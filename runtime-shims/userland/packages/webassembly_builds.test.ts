import { describe, expect, it } from 'vitest';
import { unnamedBuild } from './webassembly_builds.ts';

describe('the build for WebAssembly of a package of napi-rs', () => {
  it('is named after the binaries of the platforms', () => {
    const binaries = {
      '@unrs/resolver-binding-darwin-arm64': '1.13.0',
      '@unrs/resolver-binding-linux-x64-gnu': '1.13.0',
    };
    expect(unnamedBuild(binaries)).toBe('@unrs/resolver-binding-wasm32-wasi');
  });

  it.each([
    ['the package names it', { '@a/b-linux-x64-gnu': '1.0.0', '@a/b-wasm32-wasi': '1.0.0' }],
    ['it has another form', { '@img/sharp-linux-x64': '1.0.0', '@img/sharp-webcontainers-wasm32': '1.0.0' }],
    ['the package has no binaries', { '@a/b': '1.0.0' }],
    ['the package has no optional dependencies', undefined],
  ])('is not looked for where %s', (_case, optionalDependencies) => {
    expect(unnamedBuild(optionalDependencies)).toBeUndefined();
  });
});
