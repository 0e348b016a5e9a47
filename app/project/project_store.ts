/** Projects kept in this browser, in IndexedDB: a list that is quick to read, and each one's files apart. */
export interface ProjectRecord {
  id: string;
  name: string;
  /** The example that it began as and whose packages it needs, or ''. */
  example: string;
  /** ms since 1970. */
  updated: number;
  /** Bytes of its files. */
  size: number;
  /** Environment variables of its programs; projects kept before there were any have none. */
  environment?: Record<string, string>;
}

export class StoreFullError extends Error {
  constructor() {
    super('This browser has no room left for the project. Delete old projects, or download this one as a zip.');
  }
}

const databaseName = 'wardian';
const version = 1;

function settled<Value>(request: IDBRequest<Value>): Promise<Value> {
  return new Promise((resolve, reject) => {
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(request.error);
  });
}

function done(transaction: IDBTransaction): Promise<void> {
  return new Promise((resolve, reject) => {
    const fail = () =>
      reject(transaction.error?.name === 'QuotaExceededError' ? new StoreFullError() : transaction.error);
    transaction.oncomplete = () => resolve();
    transaction.onerror = fail;
    transaction.onabort = fail;
  });
}

let opening: Promise<IDBDatabase> | undefined;

function database(): Promise<IDBDatabase> {
  opening ??= new Promise((resolve, reject) => {
    const request = indexedDB.open(databaseName, version);
    request.onupgradeneeded = () => {
      request.result.createObjectStore('projects', { keyPath: 'id' });
      request.result.createObjectStore('files');
    };
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(request.error);
  });
  return opening;
}

/** The newest first. */
export async function listProjects(): Promise<ProjectRecord[]> {
  const records: ProjectRecord[] = await settled(
    (await database()).transaction('projects').objectStore('projects').getAll(),
  );
  return records.sort((a, b) => b.updated - a.updated);
}

export async function loadProject(
  id: string,
): Promise<{ record: ProjectRecord; files: Uint8Array<ArrayBuffer> } | undefined> {
  const transaction = (await database()).transaction(['projects', 'files']);
  const record = settled<ProjectRecord | undefined>(transaction.objectStore('projects').get(id));
  const files = settled<Uint8Array<ArrayBuffer> | undefined>(transaction.objectStore('files').get(id));
  const [found, bytes] = [await record, await files];
  return found && bytes ? { record: found, files: bytes } : undefined;
}

/** Throws {@link StoreFullError}. */
export async function storeProject(record: ProjectRecord, files?: Uint8Array<ArrayBuffer>): Promise<void> {
  const transaction = (await database()).transaction(['projects', 'files'], 'readwrite');
  const finished = done(transaction);
  transaction.objectStore('projects').put(record);
  if (files) transaction.objectStore('files').put(files, record.id);
  await finished;
}

export async function deleteProject(id: string): Promise<void> {
  const transaction = (await database()).transaction(['projects', 'files'], 'readwrite');
  const finished = done(transaction);
  transaction.objectStore('projects').delete(id);
  transaction.objectStore('files').delete(id);
  await finished;
}
