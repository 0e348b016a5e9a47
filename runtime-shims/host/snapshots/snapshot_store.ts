/** Images in the browser's private file system (OPFS), by name. What is written is there whole or not at all. */

const FOLDER = 'package-snapshots';
const PARTIAL = '.partial';
/** Images that are kept; the oldest go first. */
const MAX_IMAGES = 8;

/** Chromium's, which TypeScript's library does not know yet. */
interface ImageHandle extends FileSystemFileHandle {
  move(name: string): Promise<void>;
  createSyncAccessHandle(options?: { mode: 'read-only' | 'readwrite' }): Promise<FileSystemSyncAccessHandle>;
}

async function folderHandle(): Promise<FileSystemDirectoryHandle> {
  const root = await navigator.storage.getDirectory();
  return root.getDirectoryHandle(FOLDER, { create: true });
}

/** Null when there is none of that name. */
export async function loadSnapshot(name: string): Promise<Uint8Array<ArrayBuffer> | null> {
  try {
    const handle = (await (await folderHandle()).getFileHandle(name)) as ImageHandle;
    // Other tabs may read it as well. A Blob's bytes would come through another process of the browser.
    const file = await handle.createSyncAccessHandle({ mode: 'read-only' });
    try {
      const image = new Uint8Array(file.getSize());
      file.read(image);
      return image;
    } finally {
      file.close();
    }
  } catch (error) {
    if (error instanceof DOMException && error.name === 'NotFoundError') return null;
    throw error;
  }
}

export async function hasSnapshot(name: string): Promise<boolean> {
  return (await folderHandle()).getFileHandle(name).then(
    () => true,
    () => false,
  );
}

export async function removeSnapshot(name: string): Promise<void> {
  await (await folderHandle()).removeEntry(name).catch(() => {});
}

/**
 * Writes `chunks`, with a pause behind each, in which the caller's other work goes on; `isCurrent` is asked at the end
 * whether they are still worth keeping. Throws what the browser throws (QuotaExceededError), and then nothing is left.
 */
export async function saveSnapshot(
  name: string,
  chunks: Iterable<Uint8Array<ArrayBuffer>>,
  isCurrent: () => boolean | Promise<boolean>,
): Promise<void> {
  const folder = await folderHandle();
  await removeOld(folder);
  const partial = `${crypto.randomUUID()}${PARTIAL}`;
  const handle = (await folder.getFileHandle(partial, { create: true })) as ImageHandle;
  try {
    const file = await handle.createSyncAccessHandle();
    try {
      for (const chunk of chunks) {
        file.write(chunk);
        await new Promise((resolve) => setTimeout(resolve));
      }
      file.flush();
    } finally {
      file.close();
    }
    if (await isCurrent()) {
      await folder.removeEntry(name).catch(() => {});
      await handle.move(name);
      return;
    }
    await folder.removeEntry(partial);
  } catch (error) {
    await folder.removeEntry(partial).catch(() => {});
    throw error;
  }
}

/** What an ended tab left half written, and the oldest images beyond the limit. */
async function removeOld(folder: FileSystemDirectoryHandle): Promise<void> {
  const images: { name: string; saved: number }[] = [];
  for await (const [name, handle] of folder.entries()) {
    if (handle.kind !== 'file') continue;
    // Another tab's is locked while it is written, and stays.
    if (name.endsWith(PARTIAL)) await folder.removeEntry(name).catch(() => {});
    else images.push({ name, saved: (await handle.getFile()).lastModified });
  }
  images.sort((one, other) => other.saved - one.saved);
  for (const { name } of images.slice(MAX_IMAGES - 1)) await folder.removeEntry(name).catch(() => {});
}
