/** The options of an embed, in its address; the Share dialog offers the same. Unknown values fall back to the first. */
const choices = {
  /** What is shown. */
  view: ['both', 'editor', 'preview'],
  /** When it runs: on a click, or as soon as it is seen. */
  run: ['click', 'load'],
  theme: ['auto', 'light', 'dark'],
  /** The terminal beside the rest. */
  console: ['1', '0'],
  /** The bar with Run and the way to the playground. */
  chrome: ['1', '0'],
  readonly: ['0', '1'],
} as const;

type Choices = typeof choices;

export interface EmbedParameters {
  view: Choices['view'][number];
  run: Choices['run'][number];
  theme: Choices['theme'][number];
  console: boolean;
  chrome: boolean;
  readOnly: boolean;
  /** The file to show, or '' for the project's main file. */
  file: string;
  /** Lines to highlight, from 1, both included; 0 for none. */
  from: number;
  to: number;
}

export function embedParameters(search: URLSearchParams): EmbedParameters {
  const choose = <Name extends keyof Choices>(name: Name): Choices[Name][number] => {
    const values: readonly string[] = choices[name];
    const value = search.get(name) ?? '';
    return (values.includes(value) ? value : values[0]) as Choices[Name][number];
  };
  // `file=src/a.js:3-5`
  const [, file = '', from = '0', to = from] = /^(.*?)(?::(\d+)(?:-(\d+))?)?$/.exec(search.get('file') ?? '') ?? [];
  return {
    view: choose('view'),
    run: choose('run'),
    theme: choose('theme'),
    console: choose('console') === '1',
    chrome: choose('chrome') === '1',
    readOnly: choose('readonly') === '1',
    file,
    from: Number(from),
    to: Number(to),
  };
}
