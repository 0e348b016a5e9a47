/**
 * V8's CallSite for code that this runtime compiled: as if it had come from its file and not from `eval`. Programs that
 * set `Error.prepareStackTrace` ask these for file names and positions, and so does the library.
 */
import { isCompiledScript, originalPosition, type Position } from './compiled_scripts.ts';
import { correctFrame } from './stack_trace.ts';

interface FullCallSite extends NodeJS.CallSite {
  getScriptNameOrSourceURL(): string;
}

/** Methods whose answers hold as they are. */
const unchanged = [
  ...['getThis', 'getTypeName', 'getFunction', 'getMethodName', 'getPromiseIndex', 'getScriptHash', 'getPosition'],
  ...['getEnclosingLineNumber', 'getEnclosingColumnNumber', 'isNative', 'isToplevel', 'isConstructor', 'isAsync'],
  'isPromiseAll',
];

const sites = new WeakMap<object, FullCallSite>();
const siteOf = (wrapper: object): FullCallSite => {
  const site = sites.get(wrapper);
  if (site === undefined) throw new TypeError('Illegal invocation');
  return site;
};

export class CallSite {
  constructor(site: NodeJS.CallSite) {
    sites.set(this, site as FullCallSite);
  }

  #position(): Position {
    const site = siteOf(this);
    const at = { name: site.getScriptNameOrSourceURL(), line: site.getLineNumber()!, column: site.getColumnNumber()! };
    return originalPosition(at.name, at.line, at.column) ?? at;
  }

  getFunctionName(): string | null {
    const name = siteOf(this).getFunctionName();
    return name === 'eval' ? null : name;
  }

  getFileName(): string {
    return this.#position().name;
  }

  getScriptNameOrSourceURL(): string {
    return this.#position().name;
  }

  getLineNumber(): number {
    return this.#position().line;
  }

  getColumnNumber(): number {
    return this.#position().column;
  }

  getEvalOrigin(): undefined {
    return undefined;
  }

  isEval(): boolean {
    return false;
  }

  toString(): string {
    return correctFrame(String(siteOf(this)));
  }
}
for (const name of unchanged) {
  const method = {
    [name](this: object): unknown {
      const site = siteOf(this) as unknown as Record<string, () => unknown>;
      return site[name]?.();
    },
  }[name];
  Object.defineProperty(CallSite.prototype, name, { value: method, writable: true, configurable: true });
}

/** The engine's own where there is nothing to correct. */
export function correctCallSite(site: NodeJS.CallSite): NodeJS.CallSite {
  const name = (site as FullCallSite).getScriptNameOrSourceURL();
  if (!name || !(name.startsWith('node:') || isCompiledScript(name))) return site;
  return new CallSite(site) as unknown as NodeJS.CallSite;
}
