/** The WebAssembly builds of packages that napi-rs made: each platform's binary is a package named after the platform. */

/** What napi-rs calls the build of nearly every package; the others' names differ in the platform alone. */
const COMMON_PLATFORM = '-linux-x64-gnu';
const BUILD = '-wasm32-wasi';

/**
 * The build that a package with these `optionalDependencies` would load here and does not name: those that name it are
 * served by npm itself (`cpu=wasm32`).
 */
export function unnamedBuild(optionalDependencies: Readonly<Record<string, string>> = {}): string | undefined {
  const names = Object.keys(optionalDependencies);
  if (names.some((name) => name.includes('-wasm32'))) return undefined;
  const binary = names.find((name) => name.endsWith(COMMON_PLATFORM));
  return binary && binary.slice(0, -COMMON_PLATFORM.length) + BUILD;
}
