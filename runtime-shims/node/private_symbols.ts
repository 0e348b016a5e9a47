/**
 * V8's private symbols (`privateSymbols` of the util binding): properties that reflection does not see, that freezing
 * does not stop and that are not inherited. Each is an accessor on Object.prototype over a WeakMap keyed by the receiver,
 * so `object[symbol] = value` of Node's library leaves no own property for util.inspect or Object.assign to find.
 */

const NAMES: Readonly<Record<string, string>> = {
  arrow_message_private_symbol: 'node:arrowMessage',
  contextify_context_private_symbol: 'node:contextify:context',
  decorated_private_symbol: 'node:decorated',
  empty_context_frame_sentinel_symbol: 'node:empty_context_frame_sentinel',
  ffi_pointer_address_private_symbol: 'node:ffi:pointer_address',
  transfer_mode_private_symbol: 'node:transfer_mode',
  host_defined_option_symbol: 'node:host_defined_option_symbol',
  js_transferable_wrapper_private_symbol: 'node:js_transferable_wrapper',
  entry_point_module_private_symbol: 'node:entry_point_module',
  entry_point_promise_private_symbol: 'node:entry_point_promise',
  module_source_private_symbol: 'node:module_source',
  module_export_names_private_symbol: 'node:module_export_names',
  module_circular_visited_private_symbol: 'node:module_circular_visited',
  module_export_private_symbol: 'node:module_export',
  module_first_parent_private_symbol: 'node:module_first_parent',
  module_last_parent_private_symbol: 'node:module_last_parent',
  napi_type_tag: 'node:napi:type_tag',
  napi_wrapper: 'node:napi:wrapper',
  untransferable_object_private_symbol: 'node:untransferableObject',
  exit_info_private_symbol: 'node:exit_info_private_symbol',
  promise_trace_id: 'node:promise_trace_id',
  source_map_data_private_symbol: 'node:source_map_data_private_symbol',
};

export const privateSymbols: Readonly<Record<string, symbol>> = createPrivateSymbols();

function createPrivateSymbols(): Record<string, symbol> {
  const symbols: Record<string, symbol> = {};
  for (const [name, description] of Object.entries(NAMES)) symbols[name] = createPrivateSymbol(description);
  return symbols;
}

function createPrivateSymbol(description: string): symbol {
  const symbol = Symbol(description);
  const values = new WeakMap<object, unknown>();
  const isObject = (value: unknown): value is object =>
    (typeof value === 'object' && value !== null) || typeof value === 'function';
  Object.defineProperty(Object.prototype, symbol, {
    enumerable: false,
    configurable: true,
    get(this: unknown) {
      return isObject(this) ? values.get(this) : undefined;
    },
    set(this: unknown, value: unknown) {
      if (isObject(this)) values.set(this, value);
    },
  });
  return symbol;
}
