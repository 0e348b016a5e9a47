/** src/node_v8.cc: what a page may know of its heap. */

import { engineFlagsOf } from '../engine_flags.ts';
import type { BindingFactory } from '../environment.ts';
import { unimplementedFunction } from '../from_shape.ts';
import { CACHED_DATA_VERSION_TAG } from '../source_transform/code_cache.ts';

/** Chromium only, and coarse on purpose. */
interface MemoryInfo {
  usedJSHeapSize: number;
  totalJSHeapSize: number;
  jsHeapSizeLimit: number;
}
/**
 * Bytes that a heap may take where the browser does not say: half of what V8 can address (pointer compression), from
 * which programs take the size of their caches.
 */
const HEAP_LIMIT = 2_147_483_648;
const clock = performance as Performance & { memory?: MemoryInfo };

const kHeapSpaces = [
  'read_only_space',
  'new_space',
  'old_space',
  'code_space',
  'shared_space',
  'trusted_space',
  'shared_trusted_space',
  'new_large_object_space',
  'large_object_space',
  'code_large_object_space',
  'shared_large_object_space',
  'shared_trusted_large_object_space',
  'trusted_large_object_space',
];

const heapIndexes = {
  kTotalHeapSizeIndex: 0,
  kTotalHeapSizeExecutableIndex: 1,
  kTotalPhysicalSizeIndex: 2,
  kTotalAvailableSize: 3,
  kUsedHeapSizeIndex: 4,
  kHeapSizeLimitIndex: 5,
  kMallocedMemoryIndex: 6,
  kPeakMallocedMemoryIndex: 7,
  kDoesZapGarbageIndex: 8,
  kNumberOfNativeContextsIndex: 9,
  kNumberOfDetachedContextsIndex: 10,
  kTotalGlobalHandlesSizeIndex: 11,
  kUsedGlobalHandlesSizeIndex: 12,
  kExternalMemoryIndex: 13,
  kTotalAllocatedBytes: 14,
};
const codeIndexes = {
  kCodeAndMetadataSizeIndex: 0,
  kBytecodeAndMetadataSizeIndex: 1,
  kExternalScriptSourceSizeIndex: 2,
  kCPUProfilerMetaDataSizeIndex: 3,
};
const spaceIndexes = {
  kSpaceSizeIndex: 0,
  kSpaceUsedSizeIndex: 1,
  kSpaceAvailableSizeIndex: 2,
  kPhysicalSpaceSizeIndex: 3,
};
const samplingFlags = {
  kSamplingNoFlags: 0,
  kSamplingForceGC: 1,
  kSamplingIncludeObjectsCollectedByMajorGC: 2,
  kSamplingIncludeObjectsCollectedByMinorGC: 4,
};

/** Natives without a counterpart in a page. */
const UNIMPLEMENTED = [
  'setHeapSnapshotNearHeapLimit',
  'setHeapProfileNearHeapLimit',
  'getCppHeapStatistics',
  'startCpuProfile',
  'stopCpuProfile',
  'startHeapProfile',
  'stopHeapProfile',
  'getHashSeed',
  'GCProfiler',
];

export const binding: BindingFactory = (environment) => {
  const flags = engineFlagsOf(environment);
  const heapStatisticsBuffer = new Float64Array(Object.keys(heapIndexes).length);
  return {
    ...heapIndexes,
    ...codeIndexes,
    ...spaceIndexes,
    ...samplingFlags,
    ...Object.fromEntries(UNIMPLEMENTED.map((name) => [name, unimplementedFunction(environment, `v8.${name}`, name)])),
    kHeapSpaces,
    detailLevel: { DETAILED: 1, BRIEF: 0 },
    heapStatisticsBuffer,
    heapCodeStatisticsBuffer: new Float64Array(Object.keys(codeIndexes).length),
    heapSpaceStatisticsBuffer: new Float64Array(Object.keys(spaceIndexes).length),
    updateHeapStatisticsBuffer(): void {
      const { memory } = clock;
      heapStatisticsBuffer[heapIndexes.kHeapSizeLimitIndex] = HEAP_LIMIT;
      heapStatisticsBuffer[heapIndexes.kNumberOfNativeContextsIndex] = 1;
      if (memory === undefined) return;
      heapStatisticsBuffer[heapIndexes.kTotalHeapSizeIndex] = memory.totalJSHeapSize;
      heapStatisticsBuffer[heapIndexes.kTotalPhysicalSizeIndex] = memory.totalJSHeapSize;
      heapStatisticsBuffer[heapIndexes.kTotalAvailableSize] = memory.jsHeapSizeLimit - memory.usedJSHeapSize;
      heapStatisticsBuffer[heapIndexes.kUsedHeapSizeIndex] = memory.usedJSHeapSize;
      heapStatisticsBuffer[heapIndexes.kHeapSizeLimitIndex] = memory.jsHeapSizeLimit;
    },
    // Neither is told to pages: the figures stay zero.
    updateHeapCodeStatisticsBuffer(): void {},
    updateHeapSpaceStatisticsBuffer(): void {},
    setFlagsFromString(text: string): void {
      const unknown = text.split(/\s+/).filter((flag) => flag && !flags.apply(flag));
      if (unknown.length) environment.unimplemented(`v8.setFlagsFromString('${unknown.join(' ')}')`);
    },
    cachedDataVersionTag: () => CACHED_DATA_VERSION_TAG,
    // By content, as V8 decides for strings from most sources.
    isStringOneByteRepresentation: (text: string) => ![...text].some((character) => character.charCodeAt(0) > 0xff),
  };
};
