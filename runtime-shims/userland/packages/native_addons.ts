/**
 * Packages whose native code cannot run in a browser, and what stands in for each. The build writes the table to
 * /usr/lib/wardian/native_addons.json, where npm's hook (substitutes.ts) and `process.dlopen` read it.
 */

export interface NativeAddon {
  /** The package that npm unpacks in place of this one: the same modules over WebAssembly, or in JavaScript. */
  replacedBy?: string;
  /** What a program is to do, where nothing can be replaced behind its back. */
  advice?: string;
}

export const nativeAddons: Readonly<Record<string, NativeAddon>> = {
  bcrypt: { replacedBy: 'bcryptjs' },
  'better-sqlite3': { advice: "use node:sqlite, Node's own" },
  esbuild: { replacedBy: 'esbuild-wasm' },
  lightningcss: { replacedBy: 'lightningcss-wasm' },
  rollup: { replacedBy: '@rollup/wasm-node' },
  sqlite3: { advice: "use node:sqlite, Node's own" },
};
