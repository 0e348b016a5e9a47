import { describe, expect, it } from 'vitest';
import { injectMarkup } from './html_injection.ts';

async function injected(html: string, size = html.length || 1): Promise<string> {
  const bytes = new TextEncoder().encode(html);
  const stream = new ReadableStream<Uint8Array<ArrayBuffer>>({
    start(controller) {
      for (let at = 0; at < bytes.length; at += size) controller.enqueue(bytes.slice(at, at + size));
      controller.close();
    },
  });
  return new Response(stream.pipeThrough(injectMarkup('[X]'))).text();
}

describe('markup goes', () => {
  it.each([
    [
      'behind head',
      '<!doctype html><html lang="en"><head><title>ü</title>',
      '<!doctype html><html lang="en"><head>[X]<title>ü</title>',
    ],
    ['behind head with attributes', '<HTML><HEAD a="b">x', '<HTML><HEAD a="b">[X]x'],
    ['behind html without head', '<html><body>x</body>', '<html>[X]<body>x</body>'],
    ['behind a doctype alone', '<!DOCTYPE html>\n<p>x', '<!DOCTYPE html>[X]\n<p>x'],
    ['first', '<h1>hello</h1>', '[X]<h1>hello</h1>'],
    ['first in plain text', 'hello', '[X]hello'],
    ['not into a comment', '<!-- <head> --><html><head></head>', '<!-- <head> --><html><head>[X]</head>'],
    ['not behind header', '<!doctype html><header>x</header>', '<!doctype html>[X]<header>x</header>'],
    ['into an empty document', '', '[X]'],
  ])('%s', async (_name, html, expected) => {
    expect(await injected(html)).toBe(expected);
    expect(await injected(html, 1)).toBe(expected);
    expect(await injected(html, 5)).toBe(expected);
  });

  it('somewhere when the head is far', async () => {
    const html = `${' '.repeat(9000)}<head>`;
    expect(await injected(html, 1000)).toContain('[X]');
  });
});
