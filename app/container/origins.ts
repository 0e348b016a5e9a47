/** Where the other origins of this installation are, as the server that serves this page says in `/wardian.json`. */
export interface Origins {
  /** Origin of the runtime host, whose `/headless` page `@webcontainer/api` opens. */
  runtime: string;
  github: { api: string; raw: string };
}

/** Reads `/wardian.json`; throws an error that names what is wrong with it. */
export async function readOrigins(): Promise<Origins> {
  const response = await fetch('/wardian.json');
  if (!response.ok) throw new Error(`/wardian.json: the server answered ${response.status} ${response.statusText}`);
  const origins: unknown = await response.json();
  if (
    typeof origins !== 'object' ||
    origins === null ||
    !('runtime' in origins) ||
    typeof origins.runtime !== 'string'
  ) {
    throw new Error('/wardian.json does not name the origin of the runtime host ("runtime")');
  }
  return origins as Origins;
}
