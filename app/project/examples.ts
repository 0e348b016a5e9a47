import { exampleNames } from 'virtual:examples';
import type { Snapshot } from '../container/container.svelte.ts';

export { exampleNames };

export const defaultExample = 'http-api';

/** The example that the page's address asks for (`?example=NAME`); an unknown name is an error that lists the known. */
export function requestedExample(address: URL): string {
  const name = address.searchParams.get('example') ?? defaultExample;
  if (!exampleNames.includes(name)) {
    throw new Error(`There is no example “${name}”. There are: ${exampleNames.join(', ')}.`);
  }
  return name;
}

async function load(file: string): Promise<Snapshot> {
  const response = await fetch(`/example-files/${file}.json`);
  if (!response.ok) throw new Error(`the files of “${file}” did not load: ${response.status} ${response.statusText}`);
  return new Uint8Array(await response.arrayBuffer());
}

const loads = new Map<string, Promise<Snapshot>>();

/** The files of an example with its packages, packed when the playground was built. Buffers move when mounted. */
export function loadExample(name: string): Promise<Snapshot> {
  const loading = loads.get(name) ?? load(name);
  loads.set(name, loading);
  return loading;
}
