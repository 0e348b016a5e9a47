/** The 502 page: what happened, and what to do. */

const reasons: Record<string, (port: number) => [title: string, text: string]> = {
  ECONNREFUSED: (port) => [
    `Nothing listens on port ${port}`,
    'The program that served this page has ended, or has not started to listen yet. Start it in the terminal, then reload.',
  ],
  ETIMEDOUT: (port) => [
    'The container does not answer',
    `The page that runs the container of port ${port} has been closed or reloaded. Open the preview again from there.`,
  ],
};

function escapeHtml(text: string): string {
  return text.replace(/[&<>"']/g, (character) => `&#${character.charCodeAt(0)};`);
}

export function errorPage(port: number, code: string, detail: string): Response {
  const [title, text] = reasons[code]?.(port) ?? [
    'The server did not answer as HTTP should',
    `The program on port ${port} took the connection, and then this happened: ${detail}.`,
  ];
  const page = `<!doctype html>
<html lang="en"><head><meta charset="utf-8"><meta name="color-scheme" content="light dark"><title>${escapeHtml(title)}</title>
<style>body{font:15px/1.5 system-ui,sans-serif;max-width:38rem;margin:12vh auto;padding:0 1.5rem}small{opacity:.7}</style></head>
<body><h1>${escapeHtml(title)}</h1><p>${escapeHtml(text)}</p><p><small>502 Bad Gateway · localhost:${port} · ${escapeHtml(code)}</small></p></body></html>`;
  return new Response(page, {
    status: 502,
    statusText: 'Bad Gateway',
    headers: {
      'Content-Type': 'text/html; charset=utf-8',
      'Cache-Control': 'no-store',
      'Cross-Origin-Embedder-Policy': 'credentialless',
      'Cross-Origin-Resource-Policy': 'cross-origin',
    },
  });
}
