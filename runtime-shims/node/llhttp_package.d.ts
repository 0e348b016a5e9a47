/** undici's build of llhttp (https://github.com/nodejs/llhttp) as WebAssembly: the module's bytes. */
declare module 'undici/lib/llhttp/llhttp-wasm.js' {
  const bytes: Uint8Array<ArrayBuffer>;
  export default bytes;
}
