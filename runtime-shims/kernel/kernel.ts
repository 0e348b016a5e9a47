/** Everything that the WebAssembly module exports: what AssemblyScript compiles from. */
export { currentThread } from './current.ts';
export * from './file_exports.ts';
export { format } from './format.ts';
export { adoptProcess, fsck, transferArea } from './instance.ts';
export * from './ipc.ts';
export * from './process_calls.ts';
export * from './socket_exports.ts';
export * from './thread_calls.ts';
export * from './usage_calls.ts';
