/** Monaco's questions about JavaScript and TypeScript, put to the language server. */
import type { editor, languages, Position } from 'monaco-editor';
import { monaco } from '../editor/monaco.ts';
import { completionKind, symbolKind } from './kinds.ts';
import type { LanguageClient } from './language_client.ts';
import type { Completion, FileEdits, Place } from './protocol.ts';

const selector = ['javascript', 'typescript'];
const applyCommand = 'wardian.applyEdits';

interface CompletionItem extends languages.CompletionItem {
  /** What the server is asked for once the item is looked at. */
  asked: { path: string; offset: number; completion: Completion };
}

const code = (text: string): { value: string } => ({ value: `\`\`\`typescript\n${text}\n\`\`\`` });
const at = (model: editor.ITextModel, position: Position): [path: string, offset: number] => [
  model.uri.path,
  model.getOffsetAt(position),
];

export function registerProviders(client: LanguageClient): void {
  registerCompletions(client);
  registerNavigation(client);
  registerEdits(client);
}

function registerCompletions({ server }: LanguageClient): void {
  monaco.languages.registerCompletionItemProvider(selector, {
    triggerCharacters: ['.', '"', "'", '`', '/', '@', '<', '#'],
    async provideCompletionItems(model, position, { triggerCharacter }) {
      const [path, offset] = at(model, position);
      const found = await (await server).completions(path, offset, triggerCharacter);
      const { startColumn, endColumn } = model.getWordUntilPosition(position);
      const word = new monaco.Range(position.lineNumber, startColumn, position.lineNumber, endColumn);
      const suggestions = found.map((completion): CompletionItem => {
        const { name, kind, sortText, insertText = name, isSnippet, deprecated, range, source } = completion;
        return {
          label: source ? { label: name, description: source } : name,
          kind: completionKind(kind),
          sortText,
          insertText,
          range: range ?? word,
          ...(deprecated ? { tags: [monaco.languages.CompletionItemTag.Deprecated] } : {}),
          ...(isSnippet ? { insertTextRules: monaco.languages.CompletionItemInsertTextRule.InsertAsSnippet } : {}),
          asked: { path, offset, completion },
        };
      });
      return { suggestions };
    },
    async resolveCompletionItem(item) {
      const { path, offset, completion } = (item as CompletionItem).asked;
      const details = await (await server).completionDetails(path, offset, completion);
      if (!details) return item;
      const { signature, documentation, edits } = details;
      return { ...item, detail: signature, documentation: { value: documentation }, additionalTextEdits: edits };
    },
  });
}

function registerNavigation(client: LanguageClient): void {
  const { server } = client;
  const locations = async (places: Place[]): Promise<languages.Location[]> => {
    await Promise.all(places.map(({ path }) => client.visit(path)));
    return places.map(({ path, range }) => ({ uri: monaco.Uri.file(path), range }));
  };
  monaco.languages.registerHoverProvider(selector, {
    async provideHover(model, position) {
      const found = await (await server).quickInfo(...at(model, position));
      return found && { range: found.range, contents: [code(found.signature), { value: found.documentation }] };
    },
  });
  monaco.languages.registerSignatureHelpProvider(selector, {
    signatureHelpTriggerCharacters: ['(', ',', '<'],
    signatureHelpRetriggerCharacters: [')'],
    async provideSignatureHelp(model, position) {
      const found = await (await server).signatureHelp(...at(model, position));
      if (!found) return null;
      const signatures = found.signatures.map((signature) => ({
        label: signature.label,
        documentation: { value: signature.documentation },
        parameters: signature.parameters.map(({ label, documentation }) => ({
          label,
          documentation: { value: documentation },
        })),
      }));
      const value = { signatures, activeSignature: found.active, activeParameter: found.parameter };
      return { value, dispose() {} };
    },
  });
  monaco.languages.registerDefinitionProvider(selector, {
    provideDefinition: async (model, position) => locations(await (await server).definition(...at(model, position))),
  });
  monaco.languages.registerReferenceProvider(selector, {
    provideReferences: async (model, position) => locations(await (await server).references(...at(model, position))),
  });
  monaco.languages.registerDocumentSymbolProvider(selector, {
    async provideDocumentSymbols(model) {
      const found = await (await server).symbols(model.uri.path);
      const convert = ({ name, kind, range, children }: (typeof found)[number]): languages.DocumentSymbol => ({
        name,
        detail: '',
        kind: symbolKind(kind),
        tags: [],
        range,
        selectionRange: range,
        children: children.map(convert),
      });
      return found.map(convert);
    },
  });
}

function registerEdits(client: LanguageClient): void {
  const { server } = client;
  monaco.editor.registerCommand(applyCommand, (_accessor, files: FileEdits[]) => void client.apply(files));
  monaco.languages.registerRenameProvider(selector, {
    async resolveRenameLocation(model, position) {
      const found = await (await server).renameInfo(...at(model, position));
      if ('refusal' in found) {
        const range = monaco.Range.fromPositions(position);
        return { range, text: '', rejectReason: found.refusal };
      }
      return { range: found.range, text: found.name };
    },
    async provideRenameEdits(model, position, name) {
      const files = await (await server).rename(...at(model, position), name);
      // Monaco edits what it has models of; the rest is edited where it is.
      for (const file of files) if (!client.isOpen(file.path)) await client.applyToClosed(file);
      const edits = files
        .filter(({ path }) => client.isOpen(path))
        .flatMap((file) =>
          file.edits.map((textEdit) => ({ resource: monaco.Uri.file(file.path), textEdit, versionId: undefined })),
        );
      return { edits };
    },
  });
  monaco.languages.registerCodeActionProvider(selector, {
    async provideCodeActions(model, _range, { markers, only }) {
      const path = model.uri.path;
      const actions: languages.CodeAction[] = [];
      const add = (title: string, kind: string, files: FileEdits[], diagnostics: editor.IMarkerData[] = []) =>
        actions.push({ title, kind, diagnostics, command: { id: applyCommand, title, arguments: [files] } });
      if (only?.startsWith('source')) {
        const files = await (await server).organizeImports(path);
        if (files.length) add('Organize imports', 'source.organizeImports', files);
        return { actions, dispose() {} };
      }
      for (const marker of markers.filter(({ source }) => source === 'TypeScript')) {
        const start = model.getOffsetAt({ lineNumber: marker.startLineNumber, column: marker.startColumn });
        const end = model.getOffsetAt({ lineNumber: marker.endLineNumber, column: marker.endColumn });
        for (const fix of await (await server).fixes(path, start, end, [Number(marker.code)])) {
          add(fix.title, 'quickfix', fix.files, [marker]);
        }
      }
      return { actions, dispose() {} };
    },
  });
}
