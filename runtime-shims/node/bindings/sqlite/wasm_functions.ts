/** JavaScript functions as function pointers of a WebAssembly module: entries of its table. */

/** The part of a signature is one letter: i 32-bit, j 64-bit integer (a bigint), d double; v in front for no result. */
const TYPES: Readonly<Record<string, number>> = { i: 0x7f, j: 0x7e, d: 0x7c };
const FUNCTION_TYPE = 0x60;

const wrappers = new Map<string, WebAssembly.Module>();

/** A module that takes `e.f` of this signature and exports it again, which makes it a WebAssembly function. */
function wrapper(signature: string): WebAssembly.Module {
  let module = wrappers.get(signature);
  if (module) return module;
  const results = signature[0] === 'v' ? [] : [TYPES[signature[0]!]!];
  const parameters = [...signature.slice(1)].map((letter) => TYPES[letter]!);
  const type = [1, FUNCTION_TYPE, parameters.length, ...parameters, results.length, ...results];
  const bytes = [
    ...[0, 0x61, 0x73, 0x6d, 1, 0, 0, 0],
    ...[1, type.length, ...type],
    ...[2, 7, 1, 1, 0x65, 1, 0x66, 0, 0],
    ...[7, 5, 1, 1, 0x66, 0, 0],
  ];
  module = new WebAssembly.Module(new Uint8Array(bytes));
  wrappers.set(signature, module);
  return module;
}

/** The pointer of `action`, result first in `signature`: `ii` takes and gives an integer, `vi` gives nothing. */
export function addFunction(
  table: WebAssembly.Table,
  signature: string,
  action: (...values: never[]) => unknown,
): number {
  const instance = new WebAssembly.Instance(wrapper(signature), { e: { f: action } });
  const pointer = table.grow(1);
  table.set(pointer, instance.exports['f']);
  return pointer;
}
