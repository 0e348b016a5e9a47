/** Monaco with its workers: one chunk, loaded after the container has begun to boot. */
import * as monaco from 'monaco-editor';
import EditorWorker from 'monaco-editor/editor/editor.worker.js?worker';
import CssWorker from 'monaco-editor/language/css/css.worker.js?worker';
import HtmlWorker from 'monaco-editor/language/html/html.worker.js?worker';
import JsonWorker from 'monaco-editor/language/json/json.worker.js?worker';

const workers: Record<string, new () => Worker> = {
  json: JsonWorker,
  css: CssWorker,
  html: HtmlWorker,
};

self.MonacoEnvironment = {
  getWorker: (_id, label) => new (workers[label] ?? EditorWorker)(),
};

// JavaScript and TypeScript are the language server's (app/intelligence), which reads the container's files.
for (const defaults of [monaco.typescript.javascriptDefaults, monaco.typescript.typescriptDefaults]) {
  defaults.setModeConfiguration({});
}

export { monaco };
