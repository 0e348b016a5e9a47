// CompressionStream and DecompressionStream are Node's own, over zlib.
const text = 'web streams '.repeat(1000);
for (const format of ['gzip', 'deflate', 'deflate-raw']) {
  const small = new Blob([text]).stream().pipeThrough(new CompressionStream(format));
  const bytes = new Uint8Array(await new Response(small).arrayBuffer());
  const back = await new Response(new Blob([bytes]).stream().pipeThrough(new DecompressionStream(format))).text();
  console.log(format, bytes.length < text.length / 10, back === text);
}
try {
  new CompressionStream('lzma');
} catch (error) {
  console.log(error.name, error.code, error.message);
}
try {
  await new Response(new Blob(['garbage']).stream().pipeThrough(new DecompressionStream('gzip'))).text();
} catch (error) {
  console.log(error.name);
}
