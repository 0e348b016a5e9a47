/** Monaco as this page uses it. Loaded behind the first prompt. */
import type { editor } from 'monaco-editor';
import type { LanguageClient } from '../intelligence/main.ts';
import { projectPath } from '../project/file_tree.svelte.ts';
import { idle } from '../workspace/idle.ts';
import type { Problem, Workspace } from '../workspace/workspace.svelte.ts';
import { registerComponentLanguages } from './component_languages.ts';
import { Eslint } from './eslint.ts';
import { registerJsonSchemas } from './json_schemas.ts';
import { Models, pathOf, projectFolder } from './models.svelte.ts';
import { monaco } from './monaco.ts';
import { themeName, themes } from './themes.ts';

for (const [name, theme] of Object.entries(themes)) monaco.editor.defineTheme(name, theme);

let models: Models | undefined;

/** The models of the page's workspace; at the first call, what Monaco finds begins to go to its problems. */
export function modelsOf(workspace: Workspace): Models {
  if (models) return models;
  models = new Models(workspace);
  const { MarkerSeverity } = monaco;
  const severityOf = (severity: number): Problem['severity'] =>
    severity === MarkerSeverity.Error ? 'error' : severity === MarkerSeverity.Warning ? 'warning' : 'information';
  monaco.editor.onDidChangeMarkers(() => {
    workspace.problems = monaco.editor
      .getModelMarkers({})
      .filter(({ severity, resource }) => severity > MarkerSeverity.Hint && resource.path.startsWith(projectFolder))
      .map(({ resource, severity, message, source, code, startLineNumber, startColumn }) => ({
        path: projectPath(resource.path),
        severity: severityOf(severity),
        message,
        source: nameOf(source, code),
        line: startLineNumber,
        column: startColumn,
      }));
  });
  // A place in another file, from "Go to definition" and its like.
  monaco.editor.registerEditorOpener({
    async openCodeEditor(_source, resource, selection) {
      const line = selection && 'startLineNumber' in selection ? selection.startLineNumber : selection?.lineNumber;
      const column = selection && 'startColumn' in selection ? selection.startColumn : selection?.column;
      return workspace.documents.show(projectPath(resource.path), {
        preview: true,
        place: { line: line ?? 1, column: column ?? 1 },
      });
    },
  });
  understand(workspace, models);
  registerComponentLanguages();
  void registerJsonSchemas().catch((error: unknown) => workspace.notices.fail(error));
  registerFormatter(workspace);
  return models;
}

/** A rule's name behind that of the tool, as VS Code shows them. */
function nameOf(source: string | undefined, code: editor.IMarkerData['code']): string {
  const rule = typeof code === 'object' ? code.value : code;
  return source && rule ? `${source}(${rule})` : (source ?? '');
}

/** "Format document", and what is saved by hand where the project configures Prettier. */
function registerFormatter(workspace: Workspace): void {
  const { container, documents, settings, hooks } = workspace;
  const format = async (path: string, text: string, configuredOnly: boolean): Promise<string | null> => {
    const { formatted } = await import('./formatter.ts');
    return formatted(container.instance, path, text, { configuredOnly, tabWidth: settings.values.tabSize });
  };
  monaco.languages.registerDocumentFormattingEditProvider('*', {
    displayName: 'Prettier',
    async provideDocumentFormattingEdits(model) {
      const text = await format(projectPath(model.uri.path), model.getValue(), false);
      return text === null ? [] : [{ range: model.getFullModelRange(), text }];
    },
  });
  hooks.beforeSave = async () => {
    const { active } = documents;
    // A configuration may be a program, and this project someone else's.
    if (!workspace.trusted) return;
    if (!active || active.readOnly || active.unreadable || !settings.values.formatOnSave) return;
    const text = await format(active.path, active.text, true);
    if (text !== null) documents.edit(active.path, text);
  };
}

/** The language server starts with the first file that it is for. */
function understand(workspace: Workspace, opened: Models): void {
  let client: Promise<LanguageClient> | undefined;
  const start = async (): Promise<LanguageClient> => {
    const { LanguageClient, registerProviders } = await import('../intelligence/main.ts');
    const started = new LanguageClient(workspace, projectFolder.slice(0, -1));
    registerProviders(started);
    workspace.hooks.beforeMove = (from, to) => started.moving(pathOf(from), pathOf(to));
    workspace.documents.readElsewhere = (path) => started.text(path);
    return started;
  };
  const eslint = new Eslint(workspace);
  opened.onopen = (model) => {
    eslint.open(model);
    if (!['javascript', 'typescript'].includes(model.getLanguageId())) return;
    client ??= idle().then(start);
    void client.then((started) => started.open(model)).catch((error: unknown) => workspace.notices.fail(error));
  };
}

export function createEditor(host: HTMLElement, workspace: Workspace): editor.IStandaloneCodeEditor {
  const { settings } = workspace;
  const setTheme = () => monaco.editor.setTheme(themeName(settings.dark, settings.contrast));
  setTheme();
  new MutationObserver(setTheme).observe(document.documentElement, {
    attributeFilter: ['data-theme', 'data-contrast'],
  });
  return monaco.editor.create(host, {
    model: null,
    automaticLayout: true,
    minimap: { enabled: false },
    fontFamily: getComputedStyle(document.documentElement).getPropertyValue('--monospace'),
    padding: { top: 4 },
    scrollBeyondLastLine: false,
    ariaLabel: 'Editor',
    fixedOverflowWidgets: true,
  });
}
