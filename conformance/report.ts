import type { NativeCache } from './native_runs.ts';
import type { TabResults } from './results.ts';
import type { Suite } from './suite.ts';
export function compatibilityText(_suite: Suite, _native: NativeCache, _results: TabResults): string {
  return '';
}
