import { recall, remember } from './remembered.ts';

export type Theme = 'auto' | 'light' | 'dark' | 'contrast-light' | 'contrast-dark';

export const themes: readonly [Theme, string][] = [
  ['auto', 'As the system'],
  ['light', 'Light'],
  ['dark', 'Dark'],
  ['contrast-light', 'Light, high contrast'],
  ['contrast-dark', 'Dark, high contrast'],
];

const key = 'wardian.settings';
const defaults = {
  theme: 'auto' as Theme,
  /** CSS pixels, of editor and terminal. */
  fontSize: 13,
  tabSize: 2,
  wordWrap: false,
  minimap: false,
  /** With Prettier, where the project configures it. */
  formatOnSave: true,
  /** The terminal keeps what it shows as text that a screen reader reads out. */
  screenReader: false,
};
export type SettingValues = typeof defaults;

const systemDark = matchMedia('(prefers-color-scheme: dark)');
const systemContrast = matchMedia('(prefers-contrast: more)');

/** What a person chose, kept in this browser. */
export class Settings {
  values: SettingValues = $state(recall(key, defaults));
  #systemDark = $state(systemDark.matches);
  #systemContrast = $state(systemContrast.matches);

  constructor() {
    systemDark.addEventListener('change', () => {
      this.#systemDark = systemDark.matches;
      this.apply();
    });
    systemContrast.addEventListener('change', () => {
      this.#systemContrast = systemContrast.matches;
      this.apply();
    });
    this.apply();
  }

  get dark(): boolean {
    const { theme } = this.values;
    return theme === 'auto' ? this.#systemDark : theme.endsWith('dark');
  }

  get contrast(): boolean {
    const { theme } = this.values;
    return theme === 'auto' ? this.#systemContrast : theme.startsWith('contrast');
  }

  set<Name extends keyof SettingValues>(name: Name, value: SettingValues[Name]): void {
    this.values[name] = value;
    remember(key, this.values);
    this.apply();
  }

  /** A theme for this page alone. */
  force(theme: Theme): void {
    this.values.theme = theme;
    this.apply();
  }

  apply(): void {
    const { dataset } = document.documentElement;
    dataset['theme'] = this.dark ? 'dark' : 'light';
    dataset['contrast'] = this.contrast ? 'more' : 'normal';
  }
}
