/** Svelte and Vue files: HTML in which script, style and expressions are what they are. */
import type { languages } from 'monaco-editor';
import { monaco } from './monaco.ts';

const configuration: languages.LanguageConfiguration = {
  comments: { blockComment: ['<!--', '-->'] },
  brackets: [
    ['<', '>'],
    ['{', '}'],
    ['(', ')'],
  ],
  autoClosingPairs: [
    { open: '{', close: '}' },
    { open: '(', close: ')' },
    { open: '"', close: '"' },
    { open: "'", close: "'" },
    { open: '`', close: '`' },
  ],
};

/** `open` and `close` stand around expressions: `{` and `}`, or `{{` and `}}`. */
function grammar(open: RegExp, close: RegExp): languages.IMonarchLanguage {
  /** The rest of an opening tag, then the element's text in its language. */
  const element = (name: string, language: string) => ({
    [name]: [
      [/>/, { token: 'delimiter', switchTo: `@${name}Text`, nextEmbedded: language }],
      [/"[^"]*"|'[^']*'/, 'attribute.value'],
      [/[^\s=>"']+/, 'attribute.name'],
      [/=/, 'delimiter'],
    ] as languages.IMonarchLanguageRule[],
    [`${name}Text`]: [
      [new RegExp(`</${name}\\s*>`), { token: '@rematch', next: '@pop', nextEmbedded: '@pop' }],
    ] as languages.IMonarchLanguageRule[],
  });
  return {
    defaultToken: '',
    tokenizer: {
      root: [
        [/<!--/, 'comment', '@comment'],
        [/(<)(script)\b/, ['delimiter', { token: 'tag', next: '@script' }]],
        [/(<)(style)\b/, ['delimiter', { token: 'tag', next: '@style' }]],
        [/(<\/?)([\w:.-]+)/, ['delimiter', { token: 'tag', next: '@tag' }]],
        [open, { token: 'delimiter.bracket', next: '@expression', nextEmbedded: 'typescript' }],
        [/[^<{]+/, ''],
      ],
      comment: [
        [/-->/, 'comment', '@pop'],
        [/./, 'comment'],
      ],
      tag: [
        [/\/?>/, 'delimiter', '@pop'],
        [open, { token: 'delimiter.bracket', next: '@expression', nextEmbedded: 'typescript' }],
        [/"[^"]*"|'[^']*'/, 'attribute.value'],
        [/[^\s=>/{"']+/, 'attribute.name'],
        [/=/, 'delimiter'],
      ],
      expression: [[close, { token: 'delimiter.bracket', next: '@pop', nextEmbedded: '@pop' }]],
      ...element('script', 'typescript'),
      ...element('style', 'scss'),
    },
  };
}

export function registerComponentLanguages(): void {
  for (const [id, open, close] of [
    ['svelte', /\{[#:/@]?(?:if|else|each|await|then|catch|key|snippet|render|html|const)?/, /\}/],
    ['vue', /\{\{/, /\}\}/],
  ] as const) {
    monaco.languages.register({ id, extensions: [`.${id}`] });
    monaco.languages.setLanguageConfiguration(id, configuration);
    monaco.languages.setMonarchTokensProvider(id, grammar(open, close));
  }
}
