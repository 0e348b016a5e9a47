/** Answers about the program in the container, from TypeScript's own language service. */
import ts from 'typescript';
import { readConfigurations } from './configurations.ts';
import { ContainerFiles } from './container_files.ts';
import { LanguageProject } from './language_project.ts';
import type {
  Completion,
  CompletionDetails,
  Diagnostic,
  DocumentSymbol,
  FileEdits,
  FileSource,
  Fix,
  LanguageServer,
  Place,
  QuickInfo,
  SignatureHelp,
  TextRange,
} from './protocol.ts';

/** Rounds of reading what a program asks for; each goes one import deeper. */
const mostRounds = 60;

/** "File is a CommonJS module; it may be converted": under every first require(), of no help to anyone. */
const COMMONJS_SUGGESTION = 80_001;

const preferences: ts.UserPreferences = {
  includeCompletionsForModuleExports: true,
  includeCompletionsForImportStatements: true,
  includeCompletionsWithSnippetText: true,
  includeCompletionsWithInsertText: true,
  providePrefixAndSuffixTextForRename: true,
  allowRenameOfImportPath: false,
  includePackageJsonAutoImports: 'on',
};
const format: ts.FormatCodeSettings = { ...ts.getDefaultFormatCodeSettings('\n'), indentSize: 2, tabSize: 2 };
const severities = ['warning', 'error', 'suggestion', 'suggestion'] as const;

const plain = (parts: readonly ts.SymbolDisplayPart[] | undefined) => ts.displayPartsToString(parts as never);

function documentationOf(
  parts: readonly ts.SymbolDisplayPart[] | undefined,
  tags: readonly ts.JSDocTagInfo[] | undefined,
): string {
  const told = (tags ?? []).map(({ name, text }) => `*@${name}* ${plain(text)}`.trim());
  return [plain(parts), ...told].filter(Boolean).join('\n\n');
}

export class ContainerLanguageServer implements LanguageServer {
  readonly #files: ContainerFiles;
  readonly #root: string;
  readonly #registry = ts.createDocumentRegistry(true);
  readonly #ready: Promise<void>;
  #projects: LanguageProject[] = [];
  /** The configurations are to be read again. */
  #unconfigured = true;

  /** `bundled`: the declarations of the language and of Node, by path. */
  constructor(source: FileSource, root: string, bundled: Promise<Readonly<Record<string, string>>>) {
    this.#files = new ContainerFiles(source);
    this.#root = root;
    this.#ready = bundled.then((files) => this.#files.bundle(files));
  }

  update(path: string, text: string | null): void {
    const known = this.#files.isOpen(path);
    this.#files.update(path, text);
    const comesOrGoes = known !== (text !== null);
    if (comesOrGoes) this.#unconfigured = true;
    for (const project of this.#projects) project.invalidate(comesOrGoes);
  }

  changed(paths: string[]): void {
    this.#files.changed(paths);
    this.#unconfigured = true;
    for (const project of this.#projects) project.invalidate();
  }

  diagnostics(path: string): Promise<Diagnostic[]> {
    return this.#ask(path, ({ service, configuration }) => {
      const own = configuration.errors.filter(({ file }) => file?.fileName === path);
      const found = [
        ...own,
        ...service.getSyntacticDiagnostics(path),
        ...service.getSemanticDiagnostics(path),
        ...service.getSuggestionDiagnostics(path),
      ];
      return found
        .filter(({ code }) => code !== COMMONJS_SUGGESTION)
        .map((diagnostic) => ({
          range: this.#range(service, path, diagnostic.start ?? 0, diagnostic.length ?? 0),
          message: ts.flattenDiagnosticMessageText(diagnostic.messageText, '\n'),
          severity: severities[diagnostic.category] ?? 'error',
          code: diagnostic.code,
          unnecessary: diagnostic.reportsUnnecessary !== undefined,
          deprecated: diagnostic.reportsDeprecated !== undefined,
        }));
    });
  }

  completions(path: string, offset: number, trigger?: string): Promise<Completion[]> {
    return this.#ask(path, ({ service }) => {
      const triggerCharacter = trigger as ts.CompletionsTriggerCharacter | undefined;
      const options = triggerCharacter ? { ...preferences, triggerCharacter } : preferences;
      const found = service.getCompletionsAtPosition(path, offset, options, format);
      return (found?.entries ?? []).map((entry) => {
        const span = entry.replacementSpan ?? found?.optionalReplacementSpan;
        return {
          name: entry.name,
          kind: entry.kind,
          sortText: entry.sortText,
          insertText: entry.insertText,
          isSnippet: entry.isSnippet === true,
          deprecated: /\bdeprecated\b/.test(entry.kindModifiers ?? ''),
          range: span && this.#range(service, path, span.start, span.length),
          source: entry.sourceDisplay ? plain(entry.sourceDisplay) : undefined,
          origin: { source: entry.source, data: entry.data },
        };
      });
    });
  }

  completionDetails(path: string, offset: number, { name, origin }: Completion): Promise<CompletionDetails | null> {
    return this.#ask(path, ({ service }) => {
      const data = origin?.data as ts.CompletionEntryData | undefined;
      const found = service.getCompletionEntryDetails(path, offset, name, format, origin?.source, preferences, data);
      if (!found) return null;
      const changes = (found.codeActions ?? []).flatMap((action) => action.changes);
      return {
        signature: plain(found.displayParts),
        documentation: documentationOf(found.documentation, found.tags),
        edits: this.#edits(service, changes).flatMap((file) => (file.path === path ? file.edits : [])),
      };
    });
  }

  quickInfo(path: string, offset: number): Promise<QuickInfo | null> {
    return this.#ask(path, ({ service }) => {
      const found = service.getQuickInfoAtPosition(path, offset);
      return (
        found && {
          range: this.#range(service, path, found.textSpan.start, found.textSpan.length),
          signature: plain(found.displayParts),
          documentation: documentationOf(found.documentation, found.tags),
        }
      );
    }).then((found) => found ?? null);
  }

  signatureHelp(path: string, offset: number): Promise<SignatureHelp | null> {
    return this.#ask(path, ({ service }) => {
      const found = service.getSignatureHelpItems(path, offset, {});
      if (!found) return null;
      return {
        active: found.selectedItemIndex,
        parameter: found.argumentIndex,
        signatures: found.items.map((item) => {
          const parameters = item.parameters.map(({ displayParts, documentation }) => ({
            label: plain(displayParts),
            documentation: plain(documentation),
          }));
          const inner = parameters.map(({ label }) => label).join(plain(item.separatorDisplayParts));
          return {
            label: plain(item.prefixDisplayParts) + inner + plain(item.suffixDisplayParts),
            documentation: documentationOf(item.documentation, item.tags),
            parameters,
          };
        }),
      };
    });
  }

  definition(path: string, offset: number): Promise<Place[]> {
    return this.#ask(path, ({ service }) => {
      const found = service.getDefinitionAtPosition(path, offset) ?? [];
      return this.#places(service, found);
    });
  }

  references(path: string, offset: number): Promise<Place[]> {
    return this.#ask(path, ({ service }) => this.#places(service, service.getReferencesAtPosition(path, offset) ?? []));
  }

  renameInfo(path: string, offset: number): Promise<{ range: TextRange; name: string } | { refusal: string }> {
    return this.#ask(path, ({ service }) => {
      const found = service.getRenameInfo(path, offset, preferences);
      if (!found.canRename) return { refusal: found.localizedErrorMessage };
      const { start, length } = found.triggerSpan;
      return { range: this.#range(service, path, start, length), name: found.displayName };
    });
  }

  rename(path: string, offset: number, name: string): Promise<FileEdits[]> {
    return this.#ask(path, ({ service }) => {
      const origin = this.#origin(service, path, offset);
      const found = service.findRenameLocations(origin.path, origin.offset, false, false, preferences) ?? [];
      const changes = found.map(({ fileName, textSpan, prefixText = '', suffixText = '' }) => ({
        fileName,
        textChanges: [{ span: textSpan, newText: prefixText + name + suffixText }],
      }));
      return this.#edits(service, changes);
    });
  }

  moved(from: string, to: string): Promise<FileEdits[]> {
    return this.#ask(from, ({ service }) =>
      this.#edits(service, service.getEditsForFileRename(from, to, format, preferences)),
    );
  }

  fixes(path: string, start: number, end: number, codes: number[]): Promise<Fix[]> {
    return this.#ask(path, ({ service }) => {
      const fixes = service.getCodeFixesAtPosition(path, start, end, codes, format, preferences);
      return fixes.map(({ description, changes }) => ({ title: description, files: this.#edits(service, changes) }));
    });
  }

  organizeImports(path: string): Promise<FileEdits[]> {
    return this.#ask(path, ({ service }) =>
      this.#edits(service, service.organizeImports({ type: 'file', fileName: path }, format, preferences)),
    );
  }

  symbols(path: string): Promise<DocumentSymbol[]> {
    return this.#ask(path, ({ service }) => {
      const convert = ({ text, kind, spans, childItems = [] }: ts.NavigationTree): DocumentSymbol => ({
        name: text,
        kind,
        range: this.#range(service, path, spans[0]?.start ?? 0, spans[0]?.length ?? 0),
        children: childItems.map(convert),
      });
      return convert(service.getNavigationTree(path)).children;
    });
  }

  async text(path: string): Promise<string | null> {
    const read = () => this.#files.readFile(path);
    read();
    while (this.#files.isWanting) await this.#files.fetch();
    return read() ?? null;
  }

  /** Asks the project of `path`, again and again until all that the answer depends on has been read. */
  async #ask<Answer>(path: string, question: (project: LanguageProject) => Answer): Promise<Answer> {
    await this.#ready;
    for (let round = 0; ; round++) {
      if (this.#unconfigured) this.#configure();
      const project = this.#projectOf(path);
      project.build();
      if (!this.#files.isWanting) {
        const answer = question(project);
        if (!this.#files.isWanting || round >= mostRounds) return answer;
      }
      await this.#files.fetch();
      // Once more for the configurations' own files, too: these may be among what has just come.
      this.#unconfigured ||= round === 0 || this.#projects.length === 0;
      for (const each of this.#projects) each.invalidate();
    }
  }

  #projectOf(path: string): LanguageProject {
    const loose = this.#projects.at(-1);
    if (!loose) throw new Error('no project was configured');
    return this.#projects.find((project) => project.reaches(path)) ?? loose;
  }

  #configure(): void {
    const configurations = readConfigurations(this.#files, this.#root);
    // Files are still to be read: what is here now may be the half of it.
    this.#unconfigured = this.#files.isWanting;
    for (const [index, configuration] of configurations.entries()) {
      const project = this.#projects[index];
      if (project) project.configure(configuration);
      else this.#projects.push(new LanguageProject(configuration, this.#files, this.#root, this.#registry));
    }
    for (const project of this.#projects.splice(configurations.length)) project.service.dispose();
  }

  /** Where a name was given, if it has the same there: a rename at an import would only make an alias. */
  #origin(service: ts.LanguageService, path: string, offset: number): { path: string; offset: number } {
    const here = service.getRenameInfo(path, offset, preferences);
    const [definition] = service.getDefinitionAtPosition(path, offset) ?? [];
    if (!here.canRename || !definition) return { path, offset };
    const { fileName, textSpan } = definition;
    const there = service.getRenameInfo(fileName, textSpan.start, preferences);
    if (!there.canRename || there.displayName !== here.displayName) return { path, offset };
    return { path: fileName, offset: textSpan.start };
  }

  #range(service: ts.LanguageService, path: string, start: number, length: number): TextRange {
    const file = service.getProgram()?.getSourceFile(path);
    if (!file) return { startLineNumber: 1, startColumn: 1, endLineNumber: 1, endColumn: 1 };
    const from = file.getLineAndCharacterOfPosition(start);
    const to = file.getLineAndCharacterOfPosition(start + length);
    return {
      startLineNumber: from.line + 1,
      startColumn: from.character + 1,
      endLineNumber: to.line + 1,
      endColumn: to.character + 1,
    };
  }

  #places(service: ts.LanguageService, found: readonly ts.DocumentSpan[]): Place[] {
    return found.map(({ fileName, textSpan }) => ({
      path: fileName,
      range: this.#range(service, fileName, textSpan.start, textSpan.length),
    }));
  }

  #edits(service: ts.LanguageService, changes: readonly ts.FileTextChanges[]): FileEdits[] {
    const files = new Map<string, FileEdits>();
    for (const { fileName, textChanges } of changes) {
      const file = files.get(fileName) ?? { path: fileName, edits: [] };
      files.set(fileName, file);
      for (const { span, newText } of textChanges) {
        file.edits.push({ range: this.#range(service, fileName, span.start, span.length), text: newText });
      }
    }
    return [...files.values()];
  }
}
