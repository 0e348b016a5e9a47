/**
 * Packages whose native code cannot run in a browser, and what stands in for each. npm's hook goes by it
 * (substitutes.ts), and `process.dlopen`, for which the build writes it to /usr/lib/wardian/native_addons.json. Packages
 * made by napi-rs need no row: their builds for WebAssembly are found by name (webassembly_builds.ts). fsevents needs
 * none either, for it is for macOS only and npm leaves it out; nor sharp, which names its own build.
 */

export interface NativeAddon {
  /** The package that npm unpacks in place of this one: the same modules over WebAssembly, or in JavaScript. */
  replacedBy?: string;
  /** The only version of it to take, where newer ones do not work. */
  version?: string;
  /** The package that this one loads once it is there, in place of its native binary. */
  loads?: string;
  /** A module of the package that throws where there is no native binary, before the other is asked for. */
  undefinedModule?: string;
  /** What a program is to do, where nothing can be replaced behind its back. */
  advice?: string;
}

const sqlite = { advice: "use node:sqlite, Node's own" };

export const nativeAddons: Readonly<Record<string, NativeAddon>> = {
  // Those from 2.5.4 to 2.6.0 do not export the table of their functions, and start nowhere.
  '@parcel/watcher': { replacedBy: '@parcel/watcher-wasm', version: '2.5.1' },
  '@swc/core': { loads: '@swc/wasm', undefinedModule: 'binding.js' },
  bcrypt: { replacedBy: 'bcryptjs' },
  'better-sqlite3': sqlite,
  esbuild: { replacedBy: 'esbuild-wasm' },
  lightningcss: { replacedBy: 'lightningcss-wasm' },
  oxlint: { advice: 'it has no build for WebAssembly: use eslint' },
  rollup: { replacedBy: '@rollup/wasm-node' },
  sqlite3: sqlite,
};
