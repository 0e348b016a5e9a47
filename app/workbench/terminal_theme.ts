import type { ITheme } from '@xterm/xterm';

/** Colours of the terminal, chosen for a contrast of at least 4.5 : 1 on the page's background. */
export function terminalTheme(dark: boolean): ITheme {
  return dark
    ? { background: '#16191d', foreground: '#e3e8e5', cursor: '#5cc797', selectionBackground: '#3d4a5c' }
    : {
        background: '#ffffff',
        foreground: '#1d2420',
        cursor: '#1d7a53',
        selectionBackground: '#cfe3f7',
        green: '#1d7a53',
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
