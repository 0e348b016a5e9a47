// Blob and File: parts, slices, types, text and streams, resolving of object URLs.
import { Blob, File, resolveObjectURL } from 'node:buffer';

const blob = new Blob(['aé', Uint8Array.of(66), new Blob(['c\r\n'])], { type: 'Text/Plain', endings: 'transparent' });
console.log(
  blob.size,
  blob.type,
  await blob.text(),
  await blob.slice(1, 4, 'x/y').text(),
  blob.slice(-3).size,
  (await blob.arrayBuffer()).byteLength,
  (await blob.bytes()).length,
);
console.log(blob);
let streamed = 0;
for await (const part of blob.stream()) streamed += part.length;
console.log(streamed);
const file = new File(['content'], 'name.txt', { type: 'text/x', lastModified: 5 });
console.log(file.name, file.lastModified, file.size, file instanceof Blob, String(file));
const url = URL.createObjectURL(blob);
console.log(url.startsWith('blob:nodedata:'), await resolveObjectURL(url).text());
URL.revokeObjectURL(url);
console.log(resolveObjectURL(url));
for (const bad of [() => new Blob('x'), () => new File([]), () => new Blob([], { endings: 'x' }), () => new Blob(5)])
  try {
    bad();
  } catch (error) {
    console.log(error.name, error.code);
  }
console.log(await structuredClone(blob).text());
