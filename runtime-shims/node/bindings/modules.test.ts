import { describe, expect, test } from 'vitest';
import type { Environment } from '../environment.ts';
import { binding as makeBinding } from './modules.ts';

const files: Record<string, string> = {
  '/app/package.json': '{"name":"x","main":5,"type":"foo","exports":"./x","imports":{"#a": "b"}}',
  '/app/bad-name/package.json': '{"name":5}',
  '/app/bad/package.json': '{bad',
  '/app/array/package.json': '[1]',
  '/app/empty/package.json': '',
  '/app/module/package.json': '\ufeff{"exports":null,"imports":false,"main":"m","type":"module"}',
};

interface Modules {
  readPackageJSON(path: string, isEsm?: boolean, base?: string, specifier?: string): unknown;
  getNearestParentPackageJSON(path: string): unknown;
  getNearestParentPackageJSONType(path: string): unknown;
  getPackageScopeConfig(url: string): unknown;
  getPackageType(url: string): unknown;
}

function makeModules(): Modules {
  const environment = {
    kernel: { readFile: (path: string) => (path in files ? new TextEncoder().encode(files[path]) : -2) },
    requireBuiltin: () => ({ fileURLToPath: (url: string) => new URL(url).pathname }),
  } as unknown as Environment;
  return makeBinding(environment) as unknown as Modules;
}

const app = ['x', undefined, 'none', '{"#a":"b"}', './x', '/app/package.json'];
const esm = [undefined, 'm', 'module', undefined, undefined, '/app/module/package.json'];

describe('package.json', () => {
  test('is read into the array that the library expects', () => {
    const modules = makeModules();
    expect(modules.readPackageJSON('/app/package.json')).toEqual(app);
    expect(modules.readPackageJSON('/app/module/package.json')).toEqual(esm);
    expect(modules.readPackageJSON('/nowhere/package.json')).toBeUndefined();
  });

  test.each(['bad-name', 'bad', 'array', 'empty'])('%s is refused', (folder) => {
    const path = `/app/${folder}/package.json`;
    const expected = expect.objectContaining({
      code: 'ERR_INVALID_PACKAGE_CONFIG',
      message: `Invalid package config ${path}.`,
    });
    expect(() => makeModules().readPackageJSON(path)).toThrow(expected);
    const message = `Invalid package config ${path} while importing "s" from /b.js.`;
    expect(() => makeModules().readPackageJSON(path, true, 'file:///b.js', 's')).toThrow(message);
  });

  test('the nearest one above a file counts', () => {
    const modules = makeModules();
    expect(modules.getNearestParentPackageJSON('/app/src/deep/x.js')).toEqual(app);
    expect(modules.getNearestParentPackageJSON('/app/module/x.js')).toEqual(esm);
    expect(modules.getNearestParentPackageJSON('/app/node_modules/x.js')).toBeUndefined();
    expect(modules.getNearestParentPackageJSON('/x.js')).toBeUndefined();
    expect(modules.getNearestParentPackageJSONType('/app/module/')).toBe('module');
    expect(modules.getPackageScopeConfig('file:///app/src/x.js')).toEqual(app);
    expect(modules.getPackageScopeConfig('file:///zzz/x.js')).toBe('/package.json');
    expect(modules.getPackageType('file:///app/module/x.js')).toBe('module');
    expect(modules.getPackageType('file:///zzz/x.js')).toBeUndefined();
  });
});
