import { recall, remember } from './remembered.ts';

export type SideView = 'files' | 'search';
export type PanelView = 'terminal' | 'problems' | 'console' | 'ports' | 'processes' | 'loop' | 'environment';
/** The one view that a narrow window shows. */
export type NarrowView = 'side' | 'editor' | 'panel' | 'preview';

const key = 'wardian.layout';
const defaults = {
  side: true,
  sideView: 'files' as SideView,
  panel: true,
  panelView: 'terminal' as PanelView,
  preview: true,
};

/** Below this width in CSS pixels one view is shown at a time. */
const narrow = matchMedia('(max-width: 760px)');

/** Which parts of the workbench are shown; the sizes of panes are paneforge's to keep. */
export class Layout {
  values: typeof defaults = $state(recall(key, defaults));
  isNarrow = $state(narrow.matches);
  narrowView: NarrowView = $state('panel');

  constructor() {
    narrow.addEventListener('change', () => {
      this.isNarrow = narrow.matches;
    });
  }

  showSide(view: SideView): void {
    this.values.side = true;
    this.values.sideView = view;
    this.narrowView = 'side';
    this.#remember();
  }

  showPanel(view: PanelView): void {
    this.values.panel = true;
    this.values.panelView = view;
    this.narrowView = 'panel';
    this.#remember();
  }

  toggle(part: 'side' | 'panel' | 'preview'): void {
    this.values[part] = !this.values[part];
    this.#remember();
  }

  #remember(): void {
    remember(key, this.values);
  }
}
