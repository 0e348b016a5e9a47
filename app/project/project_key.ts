import type { WebContainer } from '@webcontainer/api';

/** Where the runtime looks for it (host/snapshots/project_key.ts). */
const keyFile = '/etc/wardian-project';

/**
 * Tells the runtime which project of this browser it runs, by the project's id, which nobody else can guess: it brings
 * back the packages that this project had on an earlier visit, and no other's.
 */
export async function tellProject({ fs }: WebContainer, id: string): Promise<void> {
  if (id) await fs.writeFile(keyFile, id);
}
