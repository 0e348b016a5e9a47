import { exampleNames } from 'virtual:examples';

export const defaultExample = 'http-api';

/** The example that an address asks for (`?example=NAME`); an unknown name is an error that lists the known. */
export function requestedExample(address: URL): string {
  const name = address.searchParams.get('example') ?? defaultExample;
  if (!exampleNames.includes(name)) {
    throw new Error(`There is no example “${name}”. There are: ${exampleNames.join(', ')}.`);
  }
  return name;
}
