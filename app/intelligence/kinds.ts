/** TypeScript's names for kinds of things (ts.ScriptElementKind), as Monaco's symbols for them. */
import type { languages } from 'monaco-editor';
import { monaco } from '../editor/monaco.ts';

const { CompletionItemKind, SymbolKind } = monaco.languages;

const completionKinds: Record<string, languages.CompletionItemKind> = {
  keyword: CompletionItemKind.Keyword,
  'primitive type': CompletionItemKind.Keyword,
  var: CompletionItemKind.Variable,
  let: CompletionItemKind.Variable,
  'local var': CompletionItemKind.Variable,
  parameter: CompletionItemKind.Variable,
  const: CompletionItemKind.Constant,
  property: CompletionItemKind.Property,
  getter: CompletionItemKind.Property,
  setter: CompletionItemKind.Property,
  'JSX attribute': CompletionItemKind.Property,
  function: CompletionItemKind.Function,
  'local function': CompletionItemKind.Function,
  method: CompletionItemKind.Method,
  construct: CompletionItemKind.Constructor,
  call: CompletionItemKind.Method,
  enum: CompletionItemKind.Enum,
  'enum member': CompletionItemKind.EnumMember,
  module: CompletionItemKind.Module,
  'external module name': CompletionItemKind.Module,
  class: CompletionItemKind.Class,
  'local class': CompletionItemKind.Class,
  interface: CompletionItemKind.Interface,
  type: CompletionItemKind.Interface,
  'type parameter': CompletionItemKind.TypeParameter,
  alias: CompletionItemKind.Reference,
  directory: CompletionItemKind.Folder,
  script: CompletionItemKind.File,
  string: CompletionItemKind.Value,
  warning: CompletionItemKind.Text,
};

const symbolKinds: Record<string, languages.SymbolKind> = {
  class: SymbolKind.Class,
  constructor: SymbolKind.Constructor,
  enum: SymbolKind.Enum,
  'enum member': SymbolKind.EnumMember,
  function: SymbolKind.Function,
  interface: SymbolKind.Interface,
  method: SymbolKind.Method,
  module: SymbolKind.Module,
  property: SymbolKind.Property,
  type: SymbolKind.Interface,
};

export function completionKind(kind: string): languages.CompletionItemKind {
  return completionKinds[kind] ?? CompletionItemKind.Variable;
}

export function symbolKind(kind: string): languages.SymbolKind {
  return symbolKinds[kind] ?? SymbolKind.Variable;
}
