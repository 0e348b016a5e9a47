/** node_options.cc: what the library learns of the command line; the parsing is in command_line.ts. */
import { commandLineOf } from '../command_line.ts';
import type { BindingFactory } from '../environment.ts';
import { libraryOf } from '../library.ts';

export const binding: BindingFactory = (environment) => {
  const { facts } = libraryOf(environment);
  const typeNames = new Map(Object.entries(facts.types).map(([name, value]) => [value, name]));
  const envInputType = (): Map<string, string> => {
    const names: Record<string, string> = {
      kBoolean: 'boolean',
      kInteger: 'number',
      kUInteger: 'number',
      kStringList: 'array',
    };
    const allowed = facts.options.filter(
      ([, { envVarSettings }]) => envVarSettings === facts.envSettings['kAllowedInEnvvar'],
    );
    return new Map(allowed.map(([name, { type }]) => [name, names[typeNames.get(type) ?? ''] ?? 'string']));
  };
  return {
    getCLIOptionsValues: () => commandLineOf(environment).values,
    getCLIOptionsInfo: () => ({ options: new Map(facts.options), aliases: new Map(facts.aliases) }),
    getOptionsAsFlags: () => commandLineOf(environment).flags,
    getEmbedderOptions: () => ({
      shouldNotRegisterESMLoader: false,
      noGlobalSearchPaths: false,
      noBrowserGlobals: false,
      hasEmbedderPreload: false,
    }),
    getEnvOptionsInputType: envInputType,
    getNamespaceOptionsInputType: () => new Map<string, Map<string, string>>(),
    envSettings: facts.envSettings,
    types: facts.types,
  };
};
