/** V8's own options, which native node hands to the engine: known by name, so that a mistyped option is told from one. */

/** Id under which the build puts their names beside the library's modules: few programs are started with one. */
export const ENGINE_OPTIONS = 'internal/engine_options';

/** Is `--name` (or `--no-name`, or with underscores) among `names`? */
export function isEngineOption(names: readonly string[], option: string): boolean {
  const name = option.replace(/^--?/, '').replaceAll('_', '-');
  return names.includes(name) || names.includes(name.replace(/^no-?/, ''));
}
