/**
 * Declarations that outlive the script that made them: what V8 keeps in a context's script-scope table. An `eval` keeps
 * its `let`, `const` and `class` to itself, so scripts hand out accessors, and later scripts find them on the global
 * object (not enumerable).
 */
export type LexicalAccessor = [name: string, get: () => unknown, set: ((value: unknown) => void) | undefined];

export class ScriptScope {
  readonly #names = new Map<string, LexicalAccessor>();
  readonly #register: (accessor: LexicalAccessor) => void;

  constructor(register: (accessor: LexicalAccessor) => void) {
    this.#register = register;
  }

  /** Throws for a name that cannot be declared again, as GlobalDeclarationInstantiation does. */
  checkRedeclaration(names: readonly string[]): void {
    for (const name of names) {
      if (this.#names.has(name)) throw new SyntaxError(`Identifier '${name}' has already been declared`);
    }
  }

  get(name: string): LexicalAccessor | undefined {
    return this.#names.get(name);
  }

  readonly add = (accessors: LexicalAccessor[]): void => {
    for (const accessor of accessors) {
      this.#names.set(accessor[0], accessor);
      this.#register(accessor);
    }
  };
}

export function assignToConstant(): never {
  throw new TypeError('Assignment to constant variable.');
}

/** The main context's: accessors on the global object. */
export function globalScriptScope(global: object): ScriptScope {
  return new ScriptScope(([name, get, set]) => {
    // The library sets and restores `globalThis.module` and the like around `-e`: natively that is the property, behind
    // the constant of the same name.
    const setConstant = Object.hasOwn(global, name) ? () => undefined : assignToConstant;
    Object.defineProperty(global, name, { get, set: set ?? setConstant, enumerable: false, configurable: true });
  });
}
