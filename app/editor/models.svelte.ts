import type { editor } from 'monaco-editor';
import { workdirName } from '../container/boot.ts';
import type { Workspace } from '../workspace/workspace.svelte.ts';
import { monaco } from './monaco.ts';

/** Where the project is in the container, and so in the URIs of models. */
export const projectFolder = `/home/${workdirName}/`;

/** The URI's path of a document: most are named from the project's folder, others by their whole path. */
export function pathOf(document: string): string {
  return document.startsWith('/') ? document : projectFolder + document;
}

/** Monaco's text models of the open documents, one for each path however many editors show it. */
export class Models {
  readonly #models = new Map<string, editor.ITextModel>();
  readonly #workspace: Workspace;
  /** Told of each document's model when it is first shown. */
  onopen: (model: editor.ITextModel) => void = () => {};

  constructor(workspace: Workspace) {
    this.#workspace = workspace;
    const { documents } = workspace;
    $effect.root(() => {
      $effect(() => {
        for (const document of documents.byPath.values()) this.#take(document.path, document.text);
        for (const [path, model] of this.#models) {
          if (documents.byPath.has(path)) continue;
          model.dispose();
          this.#models.delete(path);
        }
      });
    });
  }

  /** The model of a document, made at its first showing; its edits go to the document. */
  of(path: string, text: string): editor.ITextModel {
    const known = this.#models.get(path);
    if (known) return known;
    const uri = monaco.Uri.file(pathOf(path));
    const model = monaco.editor.getModel(uri) ?? monaco.editor.createModel(text, undefined, uri);
    if (model.getValue() !== text) model.setValue(text);
    model.onDidChangeContent(() => this.#workspace.documents.edit(path, model.getValue()));
    this.#models.set(path, model);
    this.onopen(model);
    return model;
  }

  /** Text that came from the container goes in as an edit, so that undo leads back over it. */
  #take(path: string, text: string): void {
    const model = this.#models.get(path);
    if (!model || model.getValue() === text) return;
    model.pushEditOperations([], [{ range: model.getFullModelRange(), text }], () => null);
  }
}
