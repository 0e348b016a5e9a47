/** node_builtins.cc: the library's modules, compiled one by one under their own names. */
import type { BindingFactory } from '../environment.ts';
import { libraryOf } from '../library.ts';

export const binding: BindingFactory = (environment) => {
  const library = libraryOf(environment);
  return {
    natives: library.sources(),
    builtinIds: library.facts.ids,
    builtinCategories: {
      cannotBeRequired: new Set(library.facts.categories.cannotBeRequired),
      canBeRequired: new Set(library.facts.categories.canBeRequired),
    },
    config: library.facts.config,
    compileFunction: (id: string) => library.compile(id),
    setInternalLoaders: (internalBinding: (name: string) => object, requireBuiltin: (id: string) => unknown) =>
      library.setLoaders(internalBinding, requireBuiltin),
    hasCachedBuiltins: () => true,
    getCacheUsage: () => ({ compiledWithCache: [], compiledWithoutCache: [], compiledInSnapshot: [] }),
    importBuiltinSourceTextModule: () => environment.unimplemented('builtins.importBuiltinSourceTextModule'),
  };
};
