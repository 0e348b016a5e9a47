/** The function that a module of the library is compiled as. */

/** Parameters of a module's function, by what kind it is (BuiltinLoader::LookupAndCompile in src/node_builtins.cc). */
function parametersOf(id: string): string {
  if (id === 'internal/bootstrap/realm') return 'process, getLinkedBinding, getInternalBinding, primordials';
  if (id.startsWith('internal/per_context/')) return 'exports, primordials, privateSymbols, perIsolateSymbols';
  if (id.startsWith('internal/main/') || id.startsWith('internal/bootstrap/')) {
    return 'process, require, internalBinding, primordials';
  }
  return 'exports, require, module, process, internalBinding, primordials';
}

const head = (id: string) => `(function (${parametersOf(id)}) {`;
const foot = (id: string) => `\n})\n//# sourceURL=node:${id}`;

/** Code whose value is the module's function. The text begins on the first line, so that positions are Node's own. */
export function wrap(id: string, source: string): string {
  return head(id) + source + foot(id);
}

/** The text of a module, from what {@link wrap} made of it. */
export function unwrap(id: string, code: string): string {
  return code.slice(head(id).length, -foot(id).length);
}
