/** Marks of the project's own ESLint, while it has one: a configuration, and the package installed. */
import type { editor, languages } from 'monaco-editor';
import { projectPath } from '../project/file_tree.svelte.ts';
import type { Workspace } from '../workspace/workspace.svelte.ts';
import { changesOf, type LintMessage, markerOf } from './eslint_messages.ts';
import { EslintProcess } from './eslint_process.ts';
import { monaco } from './monaco.ts';

const owner = 'eslint';
/** ms without a key until the text is looked at. */
const rest = 400;
const linted = /\.(?:[cm]?[jt]sx?|vue|svelte|astro)$/;
const configuration = /^eslint\.config\.[cm]?[jt]s$/;

interface Linted {
  timer?: ReturnType<typeof setTimeout>;
  messages: LintMessage[];
  /** Version of the text that the messages are about. */
  version: number;
}

export class Eslint {
  readonly #workspace: Workspace;
  readonly #models = new Map<editor.ITextModel, Linted>();
  #process: Promise<EslintProcess | null> | null = null;

  constructor(workspace: Workspace) {
    this.#workspace = workspace;
    workspace.onchange.add((path) => {
      if (configuration.test(path) || path === 'package.json' || path === 'node_modules') this.#restart();
    });
    monaco.languages.registerCodeActionProvider('*', {
      provideCodeActions: (model, range) => this.#actions(model, range),
    });
  }

  /** From now on, while the model lives. */
  open(model: editor.ITextModel): void {
    if (!linted.test(model.uri.path) || this.#models.has(model)) return;
    this.#models.set(model, { messages: [], version: -1 });
    model.onDidChangeContent(() => this.#soon(model));
    model.onWillDispose(() => {
      clearTimeout(this.#models.get(model)?.timer);
      this.#models.delete(model);
    });
    this.#soon(model);
  }

  #soon(model: editor.ITextModel): void {
    const state = this.#models.get(model);
    if (!state) return;
    clearTimeout(state.timer);
    state.timer = setTimeout(() => void this.#lint(model, state), rest);
  }

  async #lint(model: editor.ITextModel, state: Linted): Promise<void> {
    // What someone else wrote runs only when the visitor has said so; a configuration is a program.
    if (!this.#workspace.trusted) return;
    // One that has ended is not asked again.
    if ((await this.#process?.catch(() => null))?.hasEnded) this.#process = null;
    this.#process ??= this.#start();
    if (model.isDisposed()) return;
    const version = model.getVersionId();
    let messages: LintMessage[] = [];
    try {
      const process = await this.#process;
      // It may be installed by the next look.
      if (!process) this.#process = null;
      const answer = await process?.lint(projectPath(model.uri.path), model.getValue());
      if (answer && 'error' in answer) throw new Error(answer.error);
      messages = answer?.messages ?? [];
    } catch (error) {
      const reason = error instanceof Error ? error.message : String(error);
      messages = [{ severity: 2, ruleId: null, message: `ESLint cannot look at this file: ${reason}` }];
    }
    if (model.isDisposed() || model.getVersionId() !== version) return;
    Object.assign(state, { messages, version });
    const { Error: error, Warning: warning } = monaco.MarkerSeverity;
    const markers = messages.map((message) => {
      const { isError, rule, ...marker } = markerOf(message);
      return { ...marker, severity: isError ? error : warning, source: owner, ...(rule ? { code: rule } : {}) };
    });
    monaco.editor.setModelMarkers(model, owner, markers);
  }

  /** Null for a project without ESLint. */
  async #start(): Promise<EslintProcess | null> {
    const { instance } = this.#workspace.container;
    const names = await instance.fs.readdir('.');
    if (!names.some((name) => configuration.test(name)) || !names.includes('node_modules')) return null;
    const packages = await instance.fs.readdir('node_modules');
    return packages.includes('eslint') ? EslintProcess.start(instance) : null;
  }

  #restart(): void {
    void this.#process?.then((process) => process?.stop()).catch(() => {});
    this.#process = null;
    for (const model of this.#models.keys()) this.#soon(model);
  }

  #actions(
    model: editor.ITextModel,
    range: { startLineNumber: number; endLineNumber: number },
  ): languages.CodeActionList {
    const state = this.#models.get(model);
    const actions =
      state?.version !== model.getVersionId()
        ? []
        : state.messages
            .filter((message) => {
              const { startLineNumber, endLineNumber } = markerOf(message);
              return startLineNumber <= range.endLineNumber && endLineNumber >= range.startLineNumber;
            })
            .flatMap(changesOf)
            .map(({ title, fix }) => ({
              title,
              kind: 'quickfix',
              edit: {
                edits: [
                  {
                    resource: model.uri,
                    versionId: model.getVersionId(),
                    textEdit: {
                      range: monaco.Range.fromPositions(
                        model.getPositionAt(fix.range[0]),
                        model.getPositionAt(fix.range[1]),
                      ),
                      text: fix.text,
                    },
                  },
                ],
              },
            }));
    return { actions, dispose() {} };
  }
}
