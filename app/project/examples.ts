import { exampleNames, examplesWithPackages } from 'virtual:examples';
import type { Snapshot } from '../container/container.svelte.ts';

export { exampleNames };

async function load(file: string): Promise<Snapshot> {
  const response = await fetch(`/example-files/${file}.json`);
  if (!response.ok) throw new Error(`the files of “${file}” did not load: ${response.status} ${response.statusText}`);
  return new Uint8Array(await response.arrayBuffer());
}

/** The files of an example with its packages, packed when the playground was built. */
export function loadExample(name: string): Promise<Snapshot> {
  return load(name);
}

/** The packages of an example alone, or null when it needs none. */
export async function loadExamplePackages(name: string): Promise<Snapshot | null> {
  return examplesWithPackages.includes(name) ? load(`${name}.packages`) : null;
}
