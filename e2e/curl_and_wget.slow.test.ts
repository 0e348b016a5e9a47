/** curl and wget: as the native ones against a server of the container, and through the gateway to the outer network. */
import { mkdtempSync, rmSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type NativeFolder, nativeCopy } from './native.ts';
import { Tab } from './tab.ts';

const HOST = 'files.outside.org:8080';

const server = `
const http = require('node:http');
const kept = ['x-a', 'content-type', 'authorization', 'cookie', 'referer', 'range', 'content-length'];
const server = http.createServer((request, response) => {
  let body = '';
  request.on('data', (chunk) => { body += chunk; }).on('end', () => {
    const { method, url, headers } = request;
    response.sendDate = false;
    response.shouldKeepAlive = false;
    if (url === '/missing') return response.writeHead(404).end('gone\\n');
    if (url === '/moved') return response.writeHead(302, { location: '/there' }).end();
    if (url === '/kept') return response.writeHead(307, { location: '/there' }).end();
    if (url === '/loop') return response.writeHead(302, { location: '/loop' }).end();
    if (url === '/slow') return;
    const boundary = /boundary=(.*)/.exec(headers['content-type'] ?? '')?.[1];
    const text = JSON.stringify({ method, url, body, ...Object.fromEntries(kept.map((name) => [name, headers[name]])) });
    response.setHeader('Content-Type', 'application/json');
    response.end((boundary ? text.replaceAll(boundary, 'BOUNDARY') : text) + '\\n');
  });
}).listen(0, '127.0.0.1', () => require('node:fs').writeFileSync('port', String(server.address().port)));
`;

/** Each is run by native tools and by ours, with `$U` the server's address; what it prints must be the same. */
const scripts: Record<string, string> = {
  'methods and bodies': `curl -s $U/a?b=1; curl -s -X PUT -d '{"a":1}' -H 'Content-Type: application/json' -H 'X-A: yes' $U; curl -s -d a=1 -d b=2 $U; printf 'one\\ntwo\\n' > f; curl -s -d @f $U; curl -s --data-binary @f $U; curl -s --data-raw @f $U; curl -s -G -d q=1 --data-urlencode 'r=a b&c' $U/?p; echo piped | curl -s -T - $U/up | grep -o '"method":"PUT"'; curl -s --json '{"x":1}' $U; curl -s -X DELETE $U/gone`,
  forms: `echo text > f.txt; curl -s -F a=b -F 'file=@f.txt' -F 'as=@f.txt;type=text/html;filename=other' -F 'text=<f.txt' $U | sed 's/"content-length":"[0-9]*"//'`,
  'headers, users and cookies': `curl -s -u me:secret $U; curl -s -b a=1 -e http://from/ -r 0-3 $U; curl -s -H 'X-A: 1' -H 'X-A:' $U; curl -sI $U/x | tr -d '\\r' | grep -v Transfer; curl -si $U/missing | head -1`,
  'where it goes': `curl -s -o out.json $U/f; cat out.json; curl -sO $U/named; cat named; curl -s -o a -o b $U/1 $U/2; cat a b; curl -s --create-dirs -o d/e/f $U/x; ls d/e; curl -s -D h -o /dev/null $U; head -1 h; curl -s -w '%{http_code} %{content_type} %{size_download}\\n' -o /dev/null $U/missing`,
  redirects: `curl -s -w '%{http_code}\\n' $U/moved; curl -sL -w '%{http_code} %{num_redirects}\\n' -d a=1 $U/moved; curl -sL -d a=1 $U/kept; curl -sL --max-redirs 3 $U/loop; echo $?`,
  statuses: `curl -sf $U/missing; echo $?; curl -s $U/missing; echo $?; curl -s --fail-with-body $U/missing; echo $?; curl -s http://nothing.invalid/; echo $?; curl -s -w '%{http_code}\\n' http://127.0.0.1:9/; echo $?; curl -s -m 0.3 $U/slow; echo $?; curl -s gopher2://x; echo $?; curl --no-such-flag 2> /dev/null; echo $?; curl -sS http://127.0.0.1:9/ 2>&1 | grep -c '^curl: (7) '; curl -fsS $U/missing 2>&1`,
  wget: `wget -q $U/file; wget -q $U/file; ls; cat file.1; wget -qO- --post-data=a=1 --header='X-A: 1' $U; wget -q -O doc $U/x $U/y; cat doc; wget -q -P d $U/z; ls d; wget -q $U/missing; echo $?; wget -q http://nothing.invalid; echo $?; wget -q http://127.0.0.1:9; echo $?; wget -q --spider $U/x; echo $?; wget -nv -nc $U/file 2> /dev/null; ls; wget -q --method=DELETE -O - $U/x; wget --no-such-flag 2> /dev/null; echo $?`,
};

const around = (script: string) =>
  `rm -rf work; mkdir work; cd work; node ../server.cjs & while ! [ -s port ]; do sleep 0.05; done; U=http://127.0.0.1:$(cat port); rm port; ${script}; kill $!`;

let tab: Tab;
let native: NativeFolder;
let outside: Server;
const folder = mkdtempSync(join(tmpdir(), 'transfer-'));

beforeAll(async () => {
  outside = createServer((request, response) => {
    if (request.url !== '/private') response.setHeader('Access-Control-Allow-Origin', '*');
    response.setHeader('Access-Control-Allow-Headers', '*');
    if (request.url === '/missing') response.writeHead(404);
    response.end(`${request.method} ${request.url} ${request.headers['x-a'] ?? ''}\n`);
  });
  await new Promise<void>((resolve) => outside.listen(0, '127.0.0.1', resolve));
  const { port } = outside.address() as AddressInfo;
  tab = await Tab.open(undefined, undefined, [`--host-resolver-rules=MAP ${HOST} 127.0.0.1:${port}`]);
  native = nativeCopy(folder);
  await tab.mount({ 'server.cjs': { file: { contents: server } } });
  native.run(`cat > server.cjs <<'END'\n${server}\nEND`);
});
afterAll(async () => {
  await tab?.close();
  native?.remove();
  rmSync(folder, { recursive: true });
  outside?.close();
});

describe('as the native ones', () => {
  it.each(Object.keys(scripts))('%s', async (name) => {
    const line = around(scripts[name] ?? '');
    const expected = native.run(line);
    const { stdout, code } = await tab.run(line, { timeout: 60_000 });
    const plain = (text: string) => text.replace(/127\.0\.0\.1:\d+/g, 'HOST');
    expect(plain(stdout)).toBe(plain(expected.stdout));
    expect(expected.stdout.length).toBeGreaterThan(50);
    expect(code).toBe(expected.code);
  });
});

describe('to the outer network', () => {
  it('curl and wget read what allows pages to read it', async () => {
    const { stdout } = await tab.run(
      `curl -s -H 'X-A: yes' http://${HOST}/a; wget -qO- http://${HOST}/b; curl -sf http://${HOST}/missing; echo $?`,
    );
    expect(stdout).toBe('GET /a yes\nGET /b \n22\n');
  });

  it('and say why they cannot read the rest', async () => {
    const { stdout, stderr } = await tab.run(
      `curl -sS http://${HOST}/private; echo $?; wget -nv -O x http://${HOST}/private; echo $?`,
    );
    expect(stdout).toBe('7\n4\n');
    expect(stderr).toMatch(/^curl: \(7\) .*CORS[^\n]*\nwget: .*CORS/s);
  });
});
