/** The suite's files as one payload of `WebContainer.mount`: JSON, with what is no UTF-8 text as Latin-1. */
import { lstatSync, readdirSync, readFileSync, readlinkSync } from 'node:fs';
import { join } from 'node:path';

type Node = { d: Record<string, Node> } | { f: { c: string; b?: true } | { l: string } };

const utf8 = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });

function leaf(path: string): Node {
  const bytes = readFileSync(path);
  try {
    return { f: { c: utf8.decode(bytes) } };
  } catch {
    return { f: { c: bytes.toString('latin1'), b: true } };
  }
}

function folder(path: string, relative: string, leftOut: RegExp): Node {
  const d: Record<string, Node> = {};
  for (const name of readdirSync(path)) {
    const shown = relative ? `${relative}/${name}` : name;
    if (leftOut.test(shown)) continue;
    const inner = join(path, name);
    const stats = lstatSync(inner);
    if (stats.isSymbolicLink()) d[name] = { f: { l: readlinkSync(inner) } };
    else if (stats.isDirectory()) d[name] = folder(inner, shown, leftOut);
    else if (stats.isFile()) d[name] = leaf(inner);
  }
  return { d };
}

/** Of the web platform's tests only what test/parallel reads itself; the rest are tens of megabytes of another suite. */
const leftOut =
  /^(?:fixtures\/wpt\/(?!url$|url\/|resources|fetch$|fetch\/data-urls)|wpt|\.tmp|addons|node-api|js-native-api|cctest)/;

export function suitePayload(root: string): Uint8Array {
  return new TextEncoder().encode(JSON.stringify(folder(root, '', leftOut)));
}
