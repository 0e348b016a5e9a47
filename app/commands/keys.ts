/** Keys as text, `Ctrl+Shift+P`, in VS Code's writing; Ctrl is Command on a Mac. */
const isMac = /Mac|iPhone|iPad/.test(navigator.platform);

/** Names of `KeyboardEvent.code` that are written otherwise. */
const codes: Record<string, string> = { Backquote: '`', Comma: ',', Backslash: '\\', Period: '.', Slash: '/' };

/** What was pressed, in the same writing. The physical key counts, so that Shift does not change its name. */
export function keysOf(event: KeyboardEvent): string {
  const key = codes[event.code] ?? event.code.replace(/^(?:Key|Digit)/, '');
  const command = isMac ? event.metaKey : event.ctrlKey;
  return [command && 'Ctrl', event.shiftKey && 'Shift', event.altKey && 'Alt', key].filter(Boolean).join('+');
}

/** Whether a terminal has a character for the keys, a control character or one behind ESC: they are its program's. */
export function isTerminalCharacter(event: KeyboardEvent): boolean {
  const { code, ctrlKey, altKey, shiftKey, metaKey } = event;
  return ctrlKey !== altKey && !shiftKey && !metaKey && /^(?:Key[A-Z]|Backslash)$/.test(code);
}

/** As this system writes it. */
export function shownKeys(keys: string): string {
  if (!isMac) return keys;
  return keys.replace('Ctrl+', '⌘').replace('Shift+', '⇧').replace('Alt+', '⌥');
}
