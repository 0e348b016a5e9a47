/** Monaco as this page uses it. Loaded behind the first prompt. */
import type { editor } from 'monaco-editor';
import type { Problem, Workspace } from '../workspace/workspace.svelte.ts';
import { Models, projectFolder } from './models.svelte.ts';
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
      .map(({ resource, severity, message, startLineNumber, startColumn }) => ({
        path: resource.path.slice(projectFolder.length),
        severity: severityOf(severity),
        message,
        line: startLineNumber,
        column: startColumn,
      }));
  });
  return models;
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
