/** Everything that the WebAssembly module exports: what AssemblyScript compiles from. */
export { currentProcess } from './current.ts';
export * from './file_exports.ts';
export { format } from './format.ts';
export { adoptProcess, fsck, transferArea } from './instance.ts';
export * from './ipc.ts';
export * from './process_calls.ts';
