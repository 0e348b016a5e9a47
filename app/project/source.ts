/** What the page's address asks to open. */
import type { Snapshot } from '../container/container.svelte.ts';
import { requestedExample } from './example_address.ts';
import { loadExample, loadExamplePackages } from './examples.ts';
import { loadProject } from './project_store.ts';
import { decodeLink, isProjectLink, sharedTree } from './share_link.ts';
import { treeBytes, wireTree } from './wire_tree.ts';

export interface OpenedProject {
  /** Id in this browser's store, or '' for what is not kept yet. */
  id: string;
  name: string;
  /** The example that it began as, or ''. */
  example: string;
  /** What to mount, in order. */
  snapshots: Snapshot[];
  /** Written by someone else: nothing of it runs before the person says so. */
  foreign: boolean;
  /** Variables of its programs, of a project that this browser kept. */
  environment: Record<string, string>;
  open?: string | undefined;
  start?: string | undefined;
}

async function openStored(id: string): Promise<OpenedProject> {
  const stored = await loadProject(id);
  if (!stored) {
    throw new Error(
      'This project is not in this browser: it was deleted, or made in another browser or profile. A share link takes a project along.',
    );
  }
  const { record, files } = stored;
  const packages = record.example ? await loadExamplePackages(record.example) : null;
  return {
    id,
    name: record.name,
    example: record.example,
    snapshots: packages ? [packages, files] : [files],
    foreign: false,
    environment: record.environment ?? {},
  };
}

async function openLink(fragment: string): Promise<OpenedProject> {
  const shared = await decodeLink(fragment);
  return {
    id: '',
    name: shared.name,
    example: '',
    snapshots: [treeBytes(wireTree(sharedTree(shared)))],
    foreign: true,
    environment: {},
    open: shared.open,
    start: shared.start,
  };
}

async function openExample(name: string): Promise<OpenedProject> {
  return { id: '', name, example: name, snapshots: [await loadExample(name)], foreign: false, environment: {} };
}

async function openRepository(text: string, tell: (progress: string) => void): Promise<OpenedProject> {
  const { readRepository, repositoryPlace } = await import('./github.ts');
  const place = repositoryPlace(text);
  if (!place) throw new Error(`“${text}” is no repository of GitHub's: OWNER/NAME, or its address there.`);
  const files = await readRepository(place, (done, all) => tell(`Reading from GitHub: ${done} of ${all} files`));
  const name = place.folder.slice(place.folder.lastIndexOf('/') + 1) || place.name;
  return { id: '', name, example: '', snapshots: [treeBytes(wireTree(files))], foreign: true, environment: {} };
}

/** Throws an error that says what is wrong with the address; `tell` hears of what takes long. */
export async function openAddress(address: URL, tell: (progress: string) => void = () => {}): Promise<OpenedProject> {
  if (isProjectLink(address.hash)) return openLink(address.hash);
  const repository = address.searchParams.get('github');
  if (repository !== null) return openRepository(repository, tell);
  const id = address.searchParams.get('project');
  if (id) return openStored(id);
  if (address.searchParams.get('new') !== null) {
    const files = { 'index.js': { file: { contents: "console.log('Hello from Node.js', process.version);\n" } } };
    return {
      id: '',
      name: 'untitled',
      example: '',
      snapshots: [treeBytes(wireTree(files))],
      foreign: false,
      environment: {},
    };
  }
  return openExample(requestedExample(address));
}
