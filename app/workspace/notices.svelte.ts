/** Short messages at the edge of the window. */
export interface Notice {
  id: number;
  kind: 'information' | 'error';
  text: string;
  action?: { label: string; run(): void } | undefined;
}

/** ms for which a message stands; errors stay until they are dismissed. */
const standing = 8000;

export class Notices {
  list: Notice[] = $state([]);
  #next = 1;

  tell(text: string, action?: Notice['action']): void {
    const id = this.#next++;
    this.list.push({ id, kind: 'information', text, action });
    setTimeout(() => this.dismiss(id), standing);
  }

  fail(error: unknown, action?: Notice['action']): void {
    const text = error instanceof Error ? error.message : String(error);
    this.list.push({ id: this.#next++, kind: 'error', text, action });
  }

  dismiss(id: number): void {
    this.list = this.list.filter((notice) => notice.id !== id);
  }
}
