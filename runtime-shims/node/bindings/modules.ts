/** package.json look-up for the module loaders: src/node_modules.cc. */
import type { BindingFactory, Environment } from '../environment.ts';

/** `[name, main, type, imports, exports, path]`, as package_json_reader.js deserializes it. */
type SerializedPackageConfig = [
  name: string | undefined,
  main: string | undefined,
  type: 'commonjs' | 'module' | 'none',
  imports: string | undefined,
  exports: string | undefined,
  path: string,
];

interface ErrorContext {
  base?: string | undefined;
  specifier: string;
}

const compileCacheStatus = ['FAILED', 'ENABLED', 'ALREADY_ENABLED', 'DISABLED'];
const kDisabled = 3;

function pathOfUrl(environment: Environment, url: string): string {
  const { fileURLToPath } = environment.requireBuiltin('internal/url') as { fileURLToPath(url: string): string };
  return fileURLToPath(url);
}

function invalidPackageConfig(environment: Environment, path: string, context?: ErrorContext): Error {
  const importing =
    context?.base === undefined
      ? ''
      : ` while importing "${context.specifier}" from ${pathOfUrl(environment, context.base)}`;
  return Object.assign(new Error(`Invalid package config ${path}${importing}.`), {
    code: 'ERR_INVALID_PACKAGE_CONFIG',
  });
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null;
}

/** `exports` and `imports`: a plain string, or JSON text that the library parses when it is asked for. */
function serializedField(value: unknown): string | undefined {
  if (typeof value === 'string') return value;
  return isRecord(value) ? JSON.stringify(value) : undefined;
}

function parsePackageConfig(
  environment: Environment,
  text: string,
  path: string,
  context?: ErrorContext,
): SerializedPackageConfig {
  let json: unknown;
  try {
    json = JSON.parse(text.charCodeAt(0) === 0xfeff ? text.slice(1) : text);
  } catch {
    throw invalidPackageConfig(environment, path, context);
  }
  if (!isRecord(json) || Array.isArray(json)) throw invalidPackageConfig(environment, path, context);
  // A program may have put fields of these names on Object.prototype.
  Object.setPrototypeOf(json, null);
  const { name, main, type } = json;
  for (const field of ['name', 'type'] as const) {
    if (Object.hasOwn(json, field) && typeof json[field] !== 'string') {
      throw invalidPackageConfig(environment, path, context);
    }
  }
  return [
    name as string | undefined,
    typeof main === 'string' ? main : undefined,
    type === 'commonjs' || type === 'module' ? type : 'none',
    serializedField(json.imports),
    serializedField(json.exports),
    path,
  ];
}

export const binding: BindingFactory = (environment) => {
  const configs = new Map<string, SerializedPackageConfig>();
  const decoder = new TextDecoder();

  /** As Node, remembers files that exist and looks for missing ones again. */
  function packageConfig(path: string, context?: ErrorContext): SerializedPackageConfig | undefined {
    const cached = configs.get(path);
    if (cached !== undefined) return cached;
    const bytes = environment.kernel.readFile(path);
    if (typeof bytes === 'number') return undefined;
    const config = parsePackageConfig(environment, decoder.decode(bytes), path, context);
    configs.set(path, config);
    return config;
  }

  function readPackageJSON(path: string, isEsm?: boolean, base?: string, specifier?: string) {
    return packageConfig(path, isEsm ? { base, specifier: specifier ?? '' } : undefined);
  }

  function nearestParent(checkPath: string): SerializedPackageConfig | undefined {
    let directory = checkPath;
    for (;;) {
      directory = directory.slice(0, Math.max(0, directory.lastIndexOf('/')));
      // The root's own package.json does not count.
      if (directory === '' || directory.endsWith('/node_modules')) return undefined;
      const config = packageConfig(`${directory}/package.json`);
      if (config !== undefined) return config;
    }
  }

  function getPackageScopeConfig(resolved: string): SerializedPackageConfig | string {
    let url: URL;
    try {
      url = new URL('./package.json', resolved);
    } catch {
      throw Object.assign(new TypeError('Invalid URL'), { code: 'ERR_INVALID_URL', input: resolved });
    }
    for (;;) {
      if (url.pathname.endsWith('/node_modules/package.json')) break;
      const config = packageConfig(pathOfUrl(environment, url.href), { specifier: resolved });
      if (config !== undefined) return config;
      const last = url.pathname;
      url = new URL('../package.json', url);
      if (url.pathname === last) break;
    }
    return pathOfUrl(environment, url.href);
  }

  return {
    readPackageJSON,
    parsePackageJSON: (
      content: string | Uint8Array<ArrayBuffer>,
      path: string,
      isEsm?: boolean,
      base?: string,
      specifier?: string,
    ) => {
      const text = typeof content === 'string' ? content : decoder.decode(content);
      return parsePackageConfig(environment, text, path, isEsm ? { base, specifier: specifier ?? '' } : undefined);
    },
    getNearestParentPackageJSON: (path: string) => nearestParent(path),
    getNearestParentPackageJSONType: (path: string) => nearestParent(path)?.[2],
    getPackageScopeConfig,
    getPackageType(resolved: string): string | undefined {
      const config = getPackageScopeConfig(resolved);
      return typeof config === 'string' ? undefined : config[2];
    },
    // The browser keeps compiled code itself and gives none of it away.
    enableCompileCache: () => [kDisabled],
    getCompileCacheDir: () => '',
    flushCompileCache: () => undefined,
    getCompileCacheEntry: () => undefined,
    saveCompileCacheEntry: () => undefined,
    compileCacheStatus,
    cachedCodeTypes: { __proto__: null, kCommonJS: 0, kESM: 1, kStrippedTypeScript: 2 },
    moduleFormats: { __proto__: null, kCommonJS: 0, kModule: 1 },
  };
};
