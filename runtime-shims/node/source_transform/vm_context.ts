/**
 * Scripts in a `vm` context: their names are looked up through `with` and a Proxy. It isolates variables, not intrinsics
 * (`vm` is not a security boundary in Node either).
 */
import { NativeFunction, nameScript } from './compiled_scripts.ts';
import { type CodeGeneration, ContextGlobal } from './context_global.ts';
import { scriptInterruptionEdits } from './interruption_checks.ts';
import {
  lexicalRegistration,
  mayDeclareLexically,
  type ScriptDeclarations,
  scriptDeclarations,
} from './script_code.ts';
import { type ScriptServices, scriptEdits } from './script_edits.ts';
import { assignToConstant, ScriptScope } from './script_scope.ts';
import { applyEdits } from './source_edits.ts';

const NativeProxy = Proxy;

/** The wrapper's own names, which must not be looked up in the context. */
const codeParameter = '$vm_code';
const scopeParameter = '$vm_scope';
const servicesParameter = '$vm';
/** Its name is one of the runtime's own, so that stack traces leave it out. */
const wrapperText = `with(${scopeParameter}){return eval(${codeParameter})}\n//# sourceURL=blob:vm_context`;
const wrapperNames: readonly string[] = [codeParameter, scopeParameter, servicesParameter, 'arguments'];

interface RunServices extends ScriptServices {
  lexical: ScriptScope['add'];
  /** From here until `declare`, names mean the wrapper's variables, where `eval` has hoisted functions. */
  suspend(): void;
  declare(functions: Record<string, unknown>): void;
}

/** What a script says of its names. */
interface ScriptNames {
  /** Without a declaration, assignment makes them properties of the global object. */
  assigned: ReadonlySet<string>;
  isStrict: boolean;
}

export class VmContext {
  readonly #global: ContextGlobal;
  readonly #lexical = new ScriptScope(() => undefined);
  /** `var` and functions: they cannot be deleted. */
  readonly #declared = new Set<string>();
  #isSuspended = false;

  constructor(sandbox: object | undefined, codeGeneration: CodeGeneration = { strings: true, wasm: true }) {
    this.#global = new ContextGlobal(sandbox, codeGeneration);
  }

  /** `globalThis` inside. */
  get global(): object {
    return this.#global.object;
  }

  /** A global that only this context has. */
  addGlobal(name: string, value: unknown): void {
    this.#global.addHidden(name, value);
  }

  /** The names of one script; each has its own, for what it may assign without a declaration is its own matter. */
  #scope(names: ScriptNames): object {
    let isWrappersEval = true;
    return new NativeProxy(Object.create(null) as object, {
      has: (_target, key) => {
        // The first name looked up is the wrapper's `eval`, whatever the context has under that name.
        if (isWrappersEval && key === 'eval') {
          isWrappersEval = false;
          return false;
        }
        return typeof key === 'string' && this.#has(key, names);
      },
      get: (_target, key) => (typeof key === 'string' ? this.#get(key) : undefined),
      set: (_target, key, value) => this.#set(String(key), value, names),
      deleteProperty: (_target, key) => {
        const name = String(key);
        if (this.#lexical.get(name)) return false;
        if (!this.#declared.has(name)) return this.#global.delete(name);
        this.#global.takeFromSandbox(name);
        return false;
      },
    });
  }

  #has(key: string, { assigned, isStrict }: ScriptNames): boolean {
    if (this.#isSuspended || wrapperNames.includes(key)) return false;
    if (this.#lexical.get(key) || this.#global.has(key)) return true;
    // A name of the outer global object would otherwise be found there; an assigned one would be created there.
    return key in globalThis || (!isStrict && assigned.has(key));
  }

  #get(key: string): unknown {
    const accessor = this.#lexical.get(key);
    return accessor === undefined ? this.#global.get(key) : accessor[1]();
  }

  #set(key: string, value: unknown, { isStrict }: ScriptNames): boolean {
    const accessor = this.#lexical.get(key);
    if (accessor !== undefined) (accessor[2] ?? assignToConstant)(value);
    else if (!this.#global.set(key, value) && isStrict) {
      throw new TypeError(`Cannot assign to read only property '${key}' of object '#<Object>'`);
    }
    return true;
  }

  runScript(source: string, name: string, services: ScriptServices, mayBeInterrupted: boolean): unknown {
    const declarations = scriptDeclarations(source);
    const prologue = declarations === undefined ? '' : this.#declare(source, declarations);
    const edits = scriptEdits(source, servicesParameter);
    if (mayBeInterrupted) edits.push(...scriptInterruptionEdits(source, servicesParameter));
    const at = declarations?.bodyStart ?? 0;
    if (prologue !== '') edits.push({ start: at, end: at, text: prologue });
    const code = nameScript(applyEdits(source, edits), name, { prefixLength: 0, source, edits });
    const names = namesOf(declarations);
    const run = {
      ...services,
      lexical: this.#lexical.add,
      suspend: () => {
        this.#isSuspended = true;
      },
      declare: (functions: Record<string, unknown>) => {
        this.#isSuspended = false;
        for (const [key, value] of Object.entries(functions)) this.#set(key, value, names);
      },
    } satisfies RunServices;
    return this.#evaluate(code, names, run);
  }

  #declare(source: string, { lexical, variables, functions }: ScriptDeclarations): string {
    this.#lexical.checkRedeclaration([...lexical.map((item) => item.name), ...variables, ...functions]);
    for (const name of [...variables, ...functions]) this.#declared.add(name);
    let prologue = '';
    if (functions.length > 0) {
      prologue += `;${servicesParameter}.suspend();${servicesParameter}.declare({${[...new Set(functions)].join(',')}});`;
    }
    if (lexical.length > 0 && mayDeclareLexically(source)) {
      prologue += lexicalRegistration(lexical, `${servicesParameter}.lexical`);
    }
    return prologue;
  }

  /** Compiles the text of a function expression whose free names are the context's. */
  compileFunction(functionSource: string, services: ScriptServices): unknown {
    return this.#evaluate(functionSource, namesOf(scriptDeclarations(functionSource)), services);
  }

  #evaluate(code: string, names: ScriptNames, services: object): unknown {
    const parameters = [scopeParameter, codeParameter, servicesParameter];
    const wrapper = new NativeFunction(...parameters, wrapperText);
    return Reflect.apply(wrapper, this.global, [this.#scope(names), code, services]);
  }
}

function namesOf(declarations: ScriptDeclarations | undefined): ScriptNames {
  if (declarations === undefined) return { assigned: new Set(), isStrict: false };
  const { assigned, variables, isStrict } = declarations;
  return { assigned: new Set([...assigned, ...variables]), isStrict };
}
