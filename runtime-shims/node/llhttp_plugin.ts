/**
 * For the bundler (Vite, Rolldown, Rollup): undici's llhttp-wasm.js is a CommonJS module that wants Node's Buffer, which a
 * Worker does not have when bindings load. The same bytes become a plain module.
 */
import { createRequire } from 'node:module';

const PACKAGE_FILE = 'undici/lib/llhttp/llhttp-wasm.js';

export function llhttpWasm(): { name: string; load(id: string): string | undefined } {
  return {
    name: 'llhttp-wasm',
    load(id) {
      if (!id.replaceAll('\\', '/').split('?')[0]!.endsWith(PACKAGE_FILE)) return undefined;
      const bytes = createRequire(import.meta.url)(PACKAGE_FILE) as Buffer;
      // Every process decodes it as it starts: the engine's own decoder takes a hundredth of the time.
      return `const text = '${bytes.toString('base64')}';
export default Uint8Array.fromBase64?.(text) ?? Uint8Array.from(atob(text), (c) => c.charCodeAt(0));`;
    },
  };
}
