/** What the runtime's page needs of the browser; what is missing is told to the page that embeds it, with the reason. */

export interface MissingCapability {
  name: string;
  reason: string;
}

export function missingCapabilities(scope: typeof globalThis = globalThis): MissingCapability[] {
  const missing: MissingCapability[] = [];
  const need = (present: boolean, name: string, reason: string) => {
    if (!present) missing.push({ name, reason });
  };
  need(typeof scope.Worker === 'function', 'Web Workers', 'each process runs in a Worker');
  need(
    scope.crossOriginIsolated === true,
    'cross-origin isolation',
    'shared memory needs it: either a Chromium from 137 on (Document-Isolation-Policy), or the headers Cross-Origin-Opener-Policy and Cross-Origin-Embedder-Policy on the embedding page and allow="cross-origin-isolated" on the frame',
  );
  need(
    typeof scope.SharedArrayBuffer === 'function',
    'SharedArrayBuffer',
    'all processes share the memory of one kernel',
  );
  need(hasThreads(scope), 'WebAssembly threads', 'the kernel is a WebAssembly module over shared memory');
  need(
    typeof scope.navigator?.locks === 'object' || scope.isSecureContext === true,
    'a secure context',
    'the page must come over https or from localhost',
  );
  return missing;
}

function hasThreads(scope: typeof globalThis): boolean {
  if (typeof scope.WebAssembly !== 'object' || typeof scope.SharedArrayBuffer !== 'function') return false;
  try {
    const memory = new scope.WebAssembly.Memory({ initial: 1, maximum: 1, shared: true });
    return memory.buffer instanceof scope.SharedArrayBuffer;
  } catch {
    return false;
  }
}

/** One sentence for an error's message. */
export function describeMissing(missing: readonly MissingCapability[]): string {
  const parts = missing.map(({ name, reason }) => `${name} (${reason})`);
  return `This browser or page lacks what the runtime needs: ${parts.join('; ')}`;
}
