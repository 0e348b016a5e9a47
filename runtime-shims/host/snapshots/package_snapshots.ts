/** Keeps images of installed packages, and brings them back. */
import type { Files } from '../files.ts';
import { hasSnapshot, loadSnapshot, removeSnapshot, saveSnapshot } from './snapshot_store.ts';
import { restoreTree, treeImage } from './tree_image.ts';

const folderOf = (files: Files): string => `${files.workdir}/node_modules`;

/** Throws a sentence where the browser has no room; what was kept before stays as it was. */
export async function keepPackages(files: Files, address: string, isCurrent: () => Promise<boolean>): Promise<void> {
  if (await hasSnapshot(address)) return;
  try {
    await saveSnapshot(address, treeImage(files, folderOf(files)), isCurrent);
  } catch (error) {
    if (!(error instanceof DOMException) || error.name !== 'QuotaExceededError') throw error;
    throw new Error('this browser has no room left for them. Everything else is as it was.', { cause: error });
  }
}

export async function restorePackages(files: Files, address: string): Promise<void> {
  const image = await loadSnapshot(address);
  if (image === null) return;
  try {
    restoreTree(files, folderOf(files), image);
  } catch (error) {
    files.remove(folderOf(files), { recursive: true, force: true });
    await removeSnapshot(address);
    throw error;
  }
}
