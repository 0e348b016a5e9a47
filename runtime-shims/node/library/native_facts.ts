/** What the build knows of the pinned native node, as it reaches the process Worker (all but the library's sources). */
import type { BindingShape } from '../environment.ts';

export interface NativeFacts {
  shapes: Record<string, BindingShape>;
  /** The JSON text of process.config. */
  config: string;
  ids: string[];
  categories: { cannotBeRequired: string[]; canBeRequired: string[] };
  /** Command-line options: name, and what `getCLIOptionsInfo` says of it. */
  options: [string, OptionInformation][];
  aliases: [string, string[]][];
  /** Default values by option. */
  values: [string, unknown][];
  types: Record<string, number>;
  envSettings: Record<string, number>;
  process: {
    version: string;
    versions: Record<string, string>;
    release: { name: string; lts?: string };
    config: unknown;
  };
  /** Names of native node's global object. */
  globals: string[];
  /** Modules outside the boot set, and the script that holds each. */
  places: Record<string, string>;
  /** Modules that nearly every program loads, in the order of native node. */
  preload: string[];
}

export interface OptionInformation {
  helpText: string;
  envVarSettings: number;
  type: number;
  defaultIsTrue: boolean;
}

export interface NativeDump extends Omit<NativeFacts, 'places' | 'preload'> {
  library: Record<string, string>;
  /** Names of V8's own options, without dashes in front. */
  engineOptions: string[];
}
