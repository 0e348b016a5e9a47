/** Two texts beside each other. */
import type { Workspace } from '../workspace/workspace.svelte.ts';
import { monaco } from './monaco.ts';
import { themeName } from './themes.ts';

export interface Difference {
  /** Its extension chooses the language. */
  path: string;
  /** What is compared, for screen readers. */
  label: string;
  original: string;
  modified: string;
}

export interface ShownDifference {
  update(modified: string): void;
  dispose(): void;
}

export function showDiff(host: HTMLElement, { settings }: Workspace, difference: Difference): ShownDifference {
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
  });
  editor.setModel({ original, modified });
  // The diff editor's own options for these are lost with its next change of layout.
  editor.getOriginalEditor().updateOptions({ ariaLabel: `${difference.label}: before` });
  editor.getModifiedEditor().updateOptions({ ariaLabel: `${difference.label}: after` });
  return {
    update(text) {
      if (text !== modified.getValue()) modified.setValue(text);
    },
    dispose() {
      editor.dispose();
      original.dispose();
      modified.dispose();
    },
  };
}
