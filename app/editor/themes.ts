import type { editor } from 'monaco-editor';

/** Monaco's own themes on the page's backgrounds; comments and numbers darkened to a contrast of 4.5 : 1. */
export const themes: Record<'wardian-light' | 'wardian-dark', editor.IStandaloneThemeData> = {
  'wardian-light': {
    base: 'vs',
    inherit: true,
    rules: [
      { token: 'comment', foreground: '4d6b57' },
      { token: 'number', foreground: '08704d' },
    ],
    colors: {
      'editor.background': '#ffffff',
      'editorUnnecessaryCode.opacity': '#000000dd',
      'editorLineNumber.foreground': '#66736c',
      'editorLineNumber.dimmedForeground': '#66736c',
    },
  },
  'wardian-dark': {
    base: 'vs-dark',
    inherit: true,
    rules: [{ token: 'comment', foreground: '8fa898' }],
    colors: {
      'editor.background': '#16191d',
      'editorUnnecessaryCode.opacity': '#000000dd',
      'editorLineNumber.foreground': '#8a9690',
      'editorLineNumber.dimmedForeground': '#8a9690',
    },
  },
};

export function themeName(dark: boolean, contrast: boolean): string {
  if (contrast) return dark ? 'hc-black' : 'hc-light';
  return dark ? 'wardian-dark' : 'wardian-light';
}
