/** Something a person can do, from the palette, a menu or by keys. */
export interface Command {
  id: string;
  /** `Group: what it does`. */
  title: string;
  /** As in `keys.ts`. */
  keys?: string;
  /** Whether it can be done now; always when left out. */
  enabled?(): boolean;
  run(): unknown;
}
