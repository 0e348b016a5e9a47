// A process does not end before what it compiles besides is there, and a refused module is told of.
const { compile, instantiate } = WebAssembly;
console.log(compile.name, compile.length, instantiate.name, instantiate.length, String(compile));
console.log(Object.getOwnPropertyDescriptor(WebAssembly, 'compile').enumerable);
const empty = Uint8Array.of(0, 0x61, 0x73, 0x6d, 1, 0, 0, 0);
process.on('exit', () => console.log('exit'));
(async () => {
  const module = await compile(empty);
  for (let i = 0; i < 5; i++) await WebAssembly.instantiate(module);
  const { instance } = await instantiate(empty);
  console.log('instantiated', instance instanceof WebAssembly.Instance);
  await compile(empty.subarray(0, 5)).catch((error) => console.log(error.name, error.message.split(':')[0]));
  console.log('done');
})();
