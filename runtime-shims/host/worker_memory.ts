/**
 * Memory of Workers: the browser tells it to pages alone, for each Worker by its address, once it has collected garbage
 * (https://wicg.github.io/performance-measure-memory/). Each Worker's address ends in a number of its own.
 */
interface MemoryMeasurement {
  breakdown: { bytes: number; attribution: { url: string }[] }[];
}
/** Chromium alone has it. */
const host = performance as Performance & { measureUserAgentSpecificMemory?(): Promise<MemoryMeasurement> };

/** Bytes of each Worker of this page by its number; none in a browser that does not tell. It may take 20 seconds. */
export async function measureWorkers(): Promise<Record<number, number>> {
  const bytes: Record<number, number> = {};
  const measured = await host.measureUserAgentSpecificMemory?.();
  for (const part of measured?.breakdown ?? []) {
    const number = Number(/#(\d+)$/.exec(part.attribution[0]?.url ?? '')?.[1] ?? 0);
    // What several Workers share belongs to none of them.
    if (number && part.attribution.length === 1) bytes[number] = (bytes[number] ?? 0) + part.bytes;
  }
  return bytes;
}
