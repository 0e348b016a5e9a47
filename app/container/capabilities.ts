/** Something that a container cannot do without, and that this browser or page lacks. */
export interface MissingCapability {
  name: string;
  /** Why it is needed, and what would bring it. */
  reason: string;
}

/** What this page can tell before it boots a container. The runtime host checks again on its own origin. */
export function missingCapabilities(): MissingCapability[] {
  const missing: MissingCapability[] = [];
  if (typeof WebAssembly === 'undefined') {
    missing.push({
      name: 'WebAssembly',
      reason: 'the kernel is a WebAssembly module; some browsers switch it off in a strict mode',
    });
  }
  if (typeof Worker === 'undefined') missing.push({ name: 'Web Workers', reason: 'each process runs in a Worker' });
  if (!('serviceWorker' in navigator)) {
    missing.push({
      name: 'Service Workers',
      reason: 'previews are answered by one; private windows and plain http addresses other than localhost have none',
    });
  }
  if (!globalThis.crossOriginIsolated && !('documentIsolationPolicy' in document) && !isChromium()) {
    missing.push({
      name: 'cross-origin isolation',
      reason:
        'shared memory needs it; the server must send the headers Cross-Origin-Opener-Policy and Cross-Origin-Embedder-Policy',
    });
  }
  return missing;
}

/** Chromium can isolate the runtime's frame by itself (Document-Isolation-Policy), whatever this page sent. */
function isChromium(): boolean {
  return 'userAgentData' in navigator;
}
