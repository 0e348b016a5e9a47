/** What the page and the language Worker say to each other (over Comlink). Paths are absolute in the container. */

export interface DirectoryEntry {
  name: string;
  /** A link may be either: it shows when it is followed. */
  kind: 'file' | 'directory' | 'link';
}

/** Where the Worker gets the container's files. Null stands for what cannot be read. */
export interface FileSource {
  read(wanted: { directories: string[]; files: string[] }): Promise<{
    directories: (DirectoryEntry[] | null)[];
    files: (string | null)[];
  }>;
}

/** Monaco's: lines and columns from 1. */
export interface TextRange {
  startLineNumber: number;
  startColumn: number;
  endLineNumber: number;
  endColumn: number;
}

export interface Place {
  path: string;
  range: TextRange;
}

export interface TextEdit {
  range: TextRange;
  text: string;
}

export interface FileEdits {
  path: string;
  edits: TextEdit[];
}

export interface Diagnostic {
  range: TextRange;
  message: string;
  severity: 'error' | 'warning' | 'suggestion';
  code: number;
  /** Shown faded or struck out. */
  unnecessary: boolean;
  deprecated: boolean;
}

export interface Completion {
  name: string;
  /** TypeScript's ScriptElementKind. */
  kind: string;
  sortText: string;
  insertText?: string | undefined;
  isSnippet: boolean;
  deprecated: boolean;
  range?: TextRange | undefined;
  /** The module that an auto-import takes it from. */
  source?: string | undefined;
  /** How TypeScript finds the entry again. */
  origin?: { source?: string | undefined; data?: unknown };
}

export interface CompletionDetails {
  /** The declaration as text. */
  signature: string;
  /** Markdown. */
  documentation: string;
  edits: TextEdit[];
}

export interface QuickInfo {
  range: TextRange;
  signature: string;
  documentation: string;
}

export interface SignatureHelp {
  active: number;
  parameter: number;
  signatures: { label: string; documentation: string; parameters: { label: string; documentation: string }[] }[];
}

export interface Fix {
  title: string;
  files: FileEdits[];
}

export interface DocumentSymbol {
  name: string;
  kind: string;
  range: TextRange;
  children: DocumentSymbol[];
}

/** The Worker. `offset` counts UTF-16 units from the file's start. */
export interface LanguageServer {
  /** The editor's text of a file; null when it is closed: the container's counts again. */
  update(path: string, text: string | null): void;
  /** Files that changed in the container. */
  changed(paths: string[]): void;
  diagnostics(path: string): Promise<Diagnostic[]>;
  completions(path: string, offset: number, trigger?: string): Promise<Completion[]>;
  completionDetails(path: string, offset: number, completion: Completion): Promise<CompletionDetails | null>;
  quickInfo(path: string, offset: number): Promise<QuickInfo | null>;
  signatureHelp(path: string, offset: number): Promise<SignatureHelp | null>;
  definition(path: string, offset: number): Promise<Place[]>;
  references(path: string, offset: number): Promise<Place[]>;
  /** What would be renamed, or why it cannot be. */
  renameInfo(path: string, offset: number): Promise<{ range: TextRange; name: string } | { refusal: string }>;
  rename(path: string, offset: number, name: string): Promise<FileEdits[]>;
  /** What the imports of all files need when a file or folder goes from `from` to `to`; paths are those of before. */
  moved(from: string, to: string): Promise<FileEdits[]>;
  fixes(path: string, start: number, end: number, codes: number[]): Promise<Fix[]>;
  organizeImports(path: string): Promise<FileEdits[]>;
  symbols(path: string): Promise<DocumentSymbol[]>;
  /** Text of any file that an answer names, also of the bundled declarations; null when there is none. */
  text(path: string): Promise<string | null>;
}
