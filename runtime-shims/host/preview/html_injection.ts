/** Puts markup at the beginning of a streamed HTML document's head, without waiting for the whole document. */

/** Bytes looked at for the place; a document whose head begins later gets the markup at its very beginning. */
const SEARCHED = 8192;

const encoder = new TextEncoder();

/** What may stand before the content of a head, in its order (HTML, "optional tags"). */
const openings = ['<!--', '<!doctype', '<html', '<head'];

/**
 * Where markup goes in the beginning of a document: behind `<head>`, else `<html>`, else the doctype, else before all.
 * -1 when more must be seen to know.
 */
export function injectionPoint(text: string, complete: boolean): number {
  let best = 0;
  let position = 0;
  for (;;) {
    while (/\s/.test(text[position] ?? '')) position += 1;
    const rest = text.slice(position);
    const start = rest.slice(0, 9).toLowerCase();
    const opening = openings.find((candidate) => start.startsWith(candidate));
    if (opening === undefined) {
      const mayBecome = openings.some((candidate) => candidate.startsWith(start));
      return mayBecome && !complete ? -1 : best;
    }
    // `<header>` is no `<head>`.
    if (opening.startsWith('<h') && /[^\s>]/.test(rest[opening.length] ?? '')) return best;
    const end = rest.indexOf(opening === '<!--' ? '-->' : '>');
    if (end < 0) return complete ? best : -1;
    position += end + (opening === '<!--' ? 3 : 1);
    if (opening === '<!--') continue;
    best = position;
    if (opening === '<head') return best;
  }
}

export function injectMarkup(markup: string): TransformStream<Uint8Array<ArrayBuffer>, Uint8Array<ArrayBuffer>> {
  let held = new Uint8Array();
  let done = false;
  const emit = (controller: TransformStreamDefaultController<Uint8Array<ArrayBuffer>>, complete: boolean) => {
    // Latin-1 keeps positions in bytes, whatever the document's encoding (all that HTML is sent in extend ASCII).
    const point = injectionPoint(new TextDecoder('latin1').decode(held), complete || held.length >= SEARCHED);
    if (point < 0) return;
    done = true;
    if (point > 0) controller.enqueue(held.slice(0, point));
    controller.enqueue(encoder.encode(markup));
    if (point < held.length) controller.enqueue(held.slice(point));
  };
  return new TransformStream({
    transform(chunk, controller) {
      if (done) {
        controller.enqueue(chunk);
        return;
      }
      const both = new Uint8Array(held.length + chunk.length);
      both.set(held);
      both.set(chunk, held.length);
      held = both;
      emit(controller, false);
    },
    flush(controller) {
      if (!done) emit(controller, true);
    },
  });
}
