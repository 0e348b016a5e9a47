/** Two texts beside each other. */
import type { Workspace } from '../workspace/workspace.svelte.ts';
import { monaco } from './monaco.ts';
import { themeName } from './themes.ts';

export interface Difference {
  path: string;
  original: string;
  modified: string;
}

/** Shows the difference in `host`; answers what takes it away again. */
export function showDiff(host: HTMLElement, { settings }: Workspace, difference: Difference): () => void {
  const language = monaco.languages
    .getLanguages()
    .find(({ extensions }) => extensions?.some((extension) => difference.path.endsWith(extension)))?.id;
  const original = monaco.editor.createModel(difference.original, language);
  const modified = monaco.editor.createModel(difference.modified, language);
  monaco.editor.setTheme(themeName(settings.dark, settings.contrast));
  const editor = monaco.editor.createDiffEditor(host, {
    automaticLayout: true,
    readOnly: true,
    minimap: { enabled: false },
    fontSize: settings.values.fontSize,
    renderSideBySide: true,
    ariaLabel: 'Difference to the solution',
  });
  editor.setModel({ original, modified });
  return () => {
    editor.dispose();
    original.dispose();
    modified.dispose();
  };
}
