/** Filled by the bundler (assembly_plugin.ts): a WebAssembly module in base64. */
export const wasmBase64: string = '';
