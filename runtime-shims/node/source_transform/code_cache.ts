/**
 * What stands for V8's code cache (`cachedData` of `vm`). A page is not given the engine's compiled code, so the data
 * holds none; but it says which text it was made for, so that data of another text or version is rejected as natively,
 * and programs that keep such data do not make it anew each time.
 */
const MAGIC = 0x5744_4343;
/** As v8.cachedDataVersionTag(): any number does that changes with what the data means. */
export const CACHED_DATA_VERSION_TAG = 0x57a2_d1a2;
const WORDS = 4;
const FNV_OFFSET = 0x811c_9dc5;
const FNV_PRIME = 0x0100_0193;

function wordsOf(source: string): Uint32Array {
  let hash = FNV_OFFSET;
  for (let index = 0; index < source.length; index++) hash = Math.imul(hash ^ source.charCodeAt(index), FNV_PRIME);
  return Uint32Array.of(MAGIC, CACHED_DATA_VERSION_TAG, source.length, hash);
}

export function makeCachedData(source: string): Uint8Array {
  return new Uint8Array(wordsOf(source).buffer);
}

/** Was `data` made for this text? */
export function isCachedDataOf(data: ArrayBufferView, source: string): boolean {
  if (data.byteLength !== WORDS * Uint32Array.BYTES_PER_ELEMENT) return false;
  const given = new Uint8Array(data.buffer, data.byteOffset, data.byteLength);
  return makeCachedData(source).every((byte, index) => byte === given[index]);
}
