/** Absolute path of a browser that is installed, or undefined. */
export function findBrowser(): string | undefined;
/** The same, after installing one where that is possible; throws with what to do where it is not. */
export function ensureBrowser(): string;
