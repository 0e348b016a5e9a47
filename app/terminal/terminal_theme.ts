import type { ITheme } from '@xterm/xterm';

/** Colours of the terminal on the page's own background; xterm itself sees to the contrast of what programs colour. */
export function terminalTheme(dark: boolean, contrast: boolean): ITheme {
  if (contrast) {
    return dark
      ? { background: '#000000', foreground: '#ffffff', cursor: '#ffffff', selectionBackground: '#3a5a8c' }
      : { background: '#ffffff', foreground: '#000000', cursor: '#000000', selectionBackground: '#b5d5ff' };
  }
  return dark
    ? {
        background: '#16191d',
        foreground: '#e3e8e5',
        cursor: '#5cc797',
        selectionBackground: '#3d4a5c',
        green: '#5cc797',
        cyan: '#56b6c2',
        blue: '#7db4ff',
        red: '#ff8a80',
        yellow: '#e0b45c',
        brightBlack: '#8a9690',
      }
    : {
        background: '#ffffff',
        foreground: '#1d2420',
        cursor: '#1a724d',
        selectionBackground: '#cfe3f7',
        green: '#1a724d',
        yellow: '#8a6100',
        cyan: '#0f6d80',
        white: '#55615b',
        brightGreen: '#146c43',
        brightYellow: '#7a5600',
        brightCyan: '#0b5c6b',
        brightWhite: '#1d2420',
        brightBlack: '#66706b',
      };
}
