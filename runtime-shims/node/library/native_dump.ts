import type { BindingShape } from '../environment.ts';

/** What `dump_native.ts` prints. */
export interface NativeDump {
  version: string;
  shapes: Record<string, BindingShape>;
  /** `internalBinding('constants')`. */
  constants: Record<string, unknown>;
  options: {
    values: Record<string, unknown>;
    information: [name: string, detail: Record<string, unknown>][];
    aliases: [name: string, expansion: string[]][];
    embedder: Record<string, unknown>;
  };
  builtins: {
    ids: string[];
    /** config.gypi as JSON. */
    config: string;
    categories: { cannotBeRequired: string[]; canBeRequired: string[] };
  };
  configuration: Record<string, unknown>;
  versions: Record<string, string>;
  release: Record<string, unknown>;
}
