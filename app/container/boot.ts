/**
 * The container of this page. It begins to boot before the workbench is even loaded, because the runtime takes longest:
 * this module must stay small.
 */
import { WebContainer } from '@webcontainer/api';
import { readOrigins } from './origins.ts';

/** Folder of the project in the container: `/home/WORKDIR`. */
export const workdirName = 'project';

async function boot(): Promise<WebContainer> {
  const origins = await readOrigins();
  Object.assign(globalThis, { WEBCONTAINER_API_IFRAME_URL: origins.runtime });
  performance.mark('runtime-requested');
  const instance = await WebContainer.boot({ workdirName, forwardPreviewErrors: true });
  performance.mark('runtime-booted');
  return instance;
}

let booting: Promise<WebContainer> | undefined;

/** Boots at the first call; every later one answers the same container. */
export function bootContainer(): Promise<WebContainer> {
  booting ??= boot();
  return booting;
}
