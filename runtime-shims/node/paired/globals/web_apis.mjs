// The web's globals: headers, requests, responses, forms, events, crypto and what they refuse.
const headers = new Headers({ 'X-A': '1', b: '2' });
headers.append('x-a', '3');
headers.append('set-cookie', 'c=1');
headers.append('set-cookie', 'd=2');
console.log([...headers], headers.getSetCookie(), headers.has('X-a'));
const response = new Response('{"a":1}', {
  status: 201,
  statusText: 'Made',
  headers: { 'content-type': 'application/json' },
});
console.log(
  response.status,
  response.ok,
  response.type,
  await response.clone().text(),
  await response.json(),
  response.bodyUsed,
  await response.text().catch((error) => error.name),
);
const request = new Request('http://a/b?c', { method: 'post', body: 'text' });
console.log(request.method, request.url, request.headers.get('content-type'), await request.text());
const form = new FormData();
form.append('a', '1');
form.append('f', new File(['x'], 'n.txt'));
console.log([...form.keys()], form.get('f').name, new Response(form).headers.get('content-type').replace(/=.*/, ''));
console.log(
  Response.json({ x: 1 }).headers.get('content-type'),
  Response.redirect('http://a/', 302).headers.get('location'),
  Response.error().type,
);
for (const bad of [
  () => new Headers({ 'b\n': '1' }),
  () => new Response('', { status: 99 }),
  () => new Request('relative'),
  () => new Request('http://a', { method: 'TRACE' }),
  () => new Response(null, { status: 204 }).body,
])
  try {
    console.log(bad());
  } catch (error) {
    console.log(error.name);
  }
console.log(
  crypto.randomUUID().length,
  crypto.getRandomValues(new Uint8Array(4)).length,
  typeof navigator.hardwareConcurrency,
  navigator.userAgent.startsWith('Node.js/'),
  typeof performance.now(),
  await new Response(new URLSearchParams({ q: 'a b' })).text(),
);
