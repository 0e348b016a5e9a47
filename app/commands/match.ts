/** How well what was typed fits a line of a palette: 0 is not at all. */

/** Every word typed must be in the title; best is a title, or the part of one behind its group, that begins with them. */
export function matchTitle(title: string, typed: string): number {
  const text = title.toLowerCase();
  const search = typed.toLowerCase().trim();
  if (!search.split(/\s+/).every((word) => text.includes(word))) return 0;
  const name = text.slice(text.indexOf(': ') + 1).trim();
  if (name.startsWith(search)) return 1;
  return text.startsWith(search) || name.includes(search) ? 0.8 : 0.5;
}

/** The letters typed must come in the path in their order; best is a file whose name has them together. */
export function matchPath(path: string, typed: string): number {
  const text = path.toLowerCase();
  const search = typed.toLowerCase().replace(/\s+/g, '');
  const name = text.slice(text.lastIndexOf('/') + 1);
  if (name.startsWith(search)) return 1;
  if (name.includes(search)) return 0.9;
  if (text.includes(search)) return 0.8;
  let gaps = 0;
  let at = -1;
  for (const letter of search) {
    const next = text.indexOf(letter, at + 1);
    if (next < 0) return 0;
    if (next > at + 1) gaps += 1;
    at = next;
  }
  return 0.7 / (1 + gaps);
}
