/** Filled by the bundler (sha256_plugin.ts): a WebAssembly module in base64. */
export const sha256Base64: string = '';
