/** For the programs of /bin that run over Node: their code, which the build keeps apart until it is needed. Not one of Node's. */
import type { BindingFactory } from '../environment.ts';
import { libraryOf } from '../library.ts';

type NodeProgram = (require: unknown, module: unknown, exports: unknown) => void;

export const binding: BindingFactory = (environment) => ({
  kernel: environment.kernel,
  /** The program of a script of the build, as a CommonJS module's function. */
  load(name: string): NodeProgram {
    const globals = globalThis as { __wardianPrograms?: Record<string, NodeProgram> };
    if (!globals.__wardianPrograms?.[name]) libraryOf(environment).loadScript(`userland-${name}.js`);
    const program = globals.__wardianPrograms?.[name];
    if (!program) throw new Error(`userland-${name}.js did not bring the program`);
    Reflect.deleteProperty(globals, '__wardianPrograms');
    return program;
  },
});
