/** The one menu that is open: what asked for it puts it here, `dialogs/OpenMenu.svelte` shows it. */
export type MenuItem = '-' | { title: string; keys?: string; run(): void };

/** Something with a place on the screen. */
export interface Anchor {
  getBoundingClientRect(): DOMRect;
}

export interface OpenMenu {
  anchor: Anchor;
  items: readonly MenuItem[];
  /** Gets the keyboard back when the menu closes. */
  from: HTMLElement | null;
}

export const menu = $state<{ open: OpenMenu | null }>({ open: null });

/** Opens a menu below an element, or where the mouse is. */
export function openMenu(at: HTMLElement | MouseEvent, items: readonly MenuItem[]): void {
  const anchor = at instanceof HTMLElement ? at : { getBoundingClientRect: () => new DOMRect(at.clientX, at.clientY) };
  menu.open = { anchor, items, from: document.activeElement instanceof HTMLElement ? document.activeElement : null };
}
