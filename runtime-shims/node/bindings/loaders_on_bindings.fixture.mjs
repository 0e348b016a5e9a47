/**
 * Runs a program with Node's own module loaders, `vm` and REPL compiled once more over our bindings, everything else
 * native: `node --expose-internals --no-warnings loaders_on_bindings.fixture.mjs main.js`.
 */
import { readFileSync } from 'node:fs';
import { builtinModules, createRequire } from 'node:module';
import { resolve } from 'node:path';
import vm from 'node:vm';
import { isModuleNamespace } from '../source_transform/module_namespace.ts';
import { correctFrame } from '../source_transform/stack_trace.ts';
import { binding as cjsLexer } from './cjs_lexer.ts';
import { binding as contextify } from './contextify.ts';
import { binding as moduleWrap } from './module_wrap.ts';
import { binding as modules } from './modules.ts';

const nativeRequire = createRequire(import.meta.url);
const { internalBinding: nativeBinding, primordials } = nativeRequire('internal/test/binding');
const libraries = process.binding('natives');
const factories = { contextify, module_wrap: moduleWrap, modules, cjs_lexer: cjsLexer };
const ownBindings = new Map();
const compiledAgain = /^internal\/(?:modules\/|vm|process\/execution$)|^(?:vm|module|repl)$/;

function internalBinding(name) {
  if (!Object.hasOwn(factories, name)) return nativeBinding(name);
  if (!ownBindings.has(name)) ownBindings.set(name, factories[name](environment));
  return ownBindings.get(name);
}

const environment = {
  kernel: {
    readFile(path) {
      try {
        return new Uint8Array(readFileSync(path));
      } catch {
        return -2;
      }
    },
  },
  internalBinding,
  global: globalThis,
  process,
  requireBuiltin: requireLibrary,
  unimplemented(name) {
    throw new Error(`not implemented: ${name}`);
  },
};

const publicNames = builtinModules.map((name) => name.replace(/^node:/, ''));
const schemeOnly = builtinModules.filter((name) => name.startsWith('node:')).map((name) => name.slice(5));

/** What the loaders use of internal/bootstrap/realm, which no program can require. */
class BuiltinModule {
  static map = new Map(publicNames.map((id) => [id, new BuiltinModule(id)]));
  static exists = (id) => id in libraries;
  static canBeRequiredByUsers = (id) => publicNames.includes(id);
  static canBeRequiredWithoutScheme = (id) => publicNames.includes(id) && !schemeOnly.includes(id);
  static getSchemeOnlyModuleNames = () => schemeOnly;
  static getAllBuiltinModuleIds = () => publicNames;
  static isBuiltin = (id) => BuiltinModule.normalizeRequirableId(id) !== undefined;
  static normalizeRequirableId(id) {
    const name = id.startsWith('node:') ? id.slice(5) : id;
    if (!publicNames.includes(name) || (name === id && schemeOnly.includes(name))) return undefined;
    return name;
  }

  #facade;

  constructor(id) {
    this.id = id;
    this.canBeRequiredByUsers = true;
    this.loaded = true;
  }

  compileForPublicLoader() {
    this.exports = requireLibrary(this.id);
    return this.exports;
  }

  getESMFacade() {
    if (this.#facade === undefined) {
      const { ModuleWrap } = internalBinding('module_wrap');
      const exports = requireLibrary(this.id);
      const names = Object.keys(exports).filter((name) => name !== 'default');
      this.#facade = new ModuleWrap(`node:${this.id}`, undefined, [...names, 'default'], function setExports() {
        for (const name of names) this.setExport(name, exports[name]);
        this.setExport('default', exports);
      });
      this.#facade.instantiate();
      this.#facade.evaluateSync();
    }
    return this.#facade;
  }
}

const types = Object.defineProperties({}, Object.getOwnPropertyDescriptors(nativeRequire('internal/util/types')));
Object.defineProperty(types, 'isModuleNamespaceObject', { value: isModuleNamespace });

const loaded = new Map();
function requireLibrary(id) {
  if (id === 'internal/bootstrap/realm') return { BuiltinModule };
  if (id === 'internal/util/types') return types;
  if (!compiledAgain.test(id)) return nativeRequire(id);
  if (!loaded.has(id)) {
    const module = { exports: {}, id };
    loaded.set(id, module);
    const parameters = ['exports', 'require', 'module', 'process', 'internalBinding', 'primordials'];
    const compile = vm.compileFunction(libraries[id], parameters, { filename: `node:${id}` });
    compile(module.exports, requireLibrary, module, process, internalBinding, primordials);
  }
  return loaded.get(id).exports;
}

const main = resolve(process.argv[2]);
process.argv = [process.argv[0], main, ...process.argv.slice(3)];
// Frames of the bindings are the bootstrap's to hide; here only the program's own are compared.
globalThis.programFrames = (stack) =>
  stack
    .replace(/^( {4}at )(?!.*runtime-shims)(.*)$/gm, (_line, at, frame) => at + correctFrame(frame))
    .split('\n')
    .filter((line) => !/^ {4}at (?!.*program)|runtime-shims|node:|<anonymous>\)$/.test(line))
    .join('\n');
requireLibrary('internal/modules/cjs/loader').initializeCJS();
requireLibrary('internal/modules/esm/utils').initializeESM();
// Pre-execution does so for --experimental-vm-modules.
const { Module, SourceTextModule, SyntheticModule } = requireLibrary('internal/vm/module');
Object.assign(requireLibrary('vm'), { Module, SourceTextModule, SyntheticModule });
requireLibrary('internal/modules/run_main').executeUserEntryPoint(main);
