import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { CLOSED, OUTSIDE as HOST, type OutsideServer, startOutside } from './outside_server.ts';
import { Tab } from './tab.ts';

let tab: Tab;
let outside: OutsideServer;
beforeAll(async () => {
  outside = await startOutside();
  tab = await Tab.open(undefined, undefined, [outside.rules]);
});
afterAll(async () => {
  await tab?.close();
  outside?.close();
});

async function run(code: string): Promise<string> {
  await tab.call('writeFile', 'program.cjs', code);
  const { stdout, stderr, code: status } = await tab.run('node program.cjs');
  expect([stderr, status]).toEqual(['', 0]);
  return stdout.trim();
}

describe('a program reaches hosts of the outer network', () => {
  it('by http, again and again on one connection', async () => {
    const output = await run(`
      const http = require('node:http');
      const agent = new http.Agent({ keepAlive: true, maxSockets: 1 });
      const ask = (path, options = {}, body) => new Promise((resolve, reject) => {
        const request = http.request('http://${HOST}' + path, { agent, ...options }, (response) => {
          let text = '';
          response.setEncoding('utf8').on('data', (piece) => { text += piece; });
          response.on('end', () => resolve([response.statusCode, response.headers['x-answer'], text, request.reusedSocket]));
        });
        request.on('error', reject).end(body);
      });
      (async () => {
        for (const args of [
          ['/a?b=1', { headers: { 'x-wish': 'tea', cookie: 'a=b' } }],
          ['/post', { method: 'POST' }, 'body'], ['/missing'], ['/empty'], ['/slow'],
        ]) console.log(JSON.stringify(await ask(...args)));
        agent.destroy();
      })();`);
    expect(output.split('\n').map((line) => JSON.parse(line))).toEqual([
      [200, 'yes', JSON.stringify({ method: 'GET', url: '/a?b=1', wish: 'tea', body: '' }), false],
      [200, 'yes', JSON.stringify({ method: 'POST', url: '/post', body: 'body' }), true],
      [404, 'yes', JSON.stringify({ method: 'GET', url: '/missing', body: '' }), true],
      [204, null, '', true],
      [200, null, 'first second', true],
    ]);
  });

  it('by fetch, with large answers', async () => {
    const output = await run(`
      (async () => {
        const large = await fetch('http://${HOST}/large');
        console.log(large.status, (await large.arrayBuffer()).byteLength);
        const sent = await fetch('http://${HOST}/x', { method: 'PUT', body: 'y'.repeat(100000) });
        console.log((await sent.json()).body.length);
      })();`);
    expect(output).toBe('200 3000000\n100000');
  });

  it('by https, to the package registry, with what a TLS socket tells', async () => {
    const output = await run(`
      const https = require('node:https');
      const registry = require('node:fs').readFileSync('/home/.npmrc', 'utf8').match(/registry=(.*)/)[1];
      https.get(registry + 'ms/latest', (response) => {
        const { authorized, encrypted } = response.socket;
        console.log(response.statusCode, authorized, encrypted, response.socket.getPeerCertificate().subject.CN);
        let text = '';
        response.on('data', (piece) => { text += piece; }).on('end', () => console.log(JSON.parse(text).name));
      });`);
    expect(output).toMatch(/^200 true true \S+\nms$/);
  });

  it('by fetch over TLS, and by tls.connect with HTTP of its own', async () => {
    const output = await run(`
      const registry = require('node:fs').readFileSync('/home/.npmrc', 'utf8').match(/registry=(.*)/)[1];
      const { hostname, port, pathname } = new URL(registry + 'ms/latest');
      fetch(registry + 'ms/latest').then((response) => response.json()).then(({ name }) => {
        console.log(name);
        const socket = require('node:tls').connect({ host: hostname, servername: hostname, port: port || 443 });
        socket.on('secureConnect', () => {
          console.log(socket.authorized, socket.encrypted);
          socket.write('GET ' + pathname + ' HTTP/1.1\\r\\nHost: ' + hostname + '\\r\\nConnection: close\\r\\n\\r\\n');
        });
        let text = '';
        socket.on('data', (piece) => { text += piece; });
        socket.on('end', () => console.log(text.split('\\r\\n')[0], /"name": ?"ms"/.test(text)));
      });`);
    expect(output).toMatch(/^ms\ntrue true\nHTTP\/1\.1 200 .*true$/);
  });

  it('by a WebSocket', async () => {
    const output = await run(`
      const socket = new WebSocket('ws://${HOST}/chat');
      socket.onopen = () => socket.send('hello');
      socket.onmessage = ({ data }) => { console.log(data); socket.close(1000, 'bye'); };
      socket.onclose = ({ code }) => console.log(code);`);
    expect(output).toBe('hello\n1000');
  });
});

describe('a program is told', () => {
  it('that a host does not allow pages to read it', async () => {
    const output = await run(
      `fetch('http://${HOST}/private').then(async (r) => console.log(r.status, await r.text()));`,
    );
    expect(output).toMatch(/^502 wardian: GET http:\/\/api\.outside\.org:8080\/private: .*CORS.*WARDIAN_RELAY/s);
  });

  it('the same over TLS, as an error', async () => {
    const output = await run(
      `require('node:https').get('https://${CLOSED}/').on('error', (error) => console.log(error.code, error.message));`,
    );
    expect(output).toMatch(/^ERR_SSL_TLSV1_ALERT_ACCESS_DENIED GET https:\/\/closed\.outside\.org\/: .*CORS/s);
  });

  it('that other ports are closed, and its terminal why', async () => {
    const code = `require('node:net').connect(5432, 'db.outside.org').on('error', (error) => console.log(error.code));`;
    const id = await tab.call('spawn', 'node', ['-e', code]);
    await tab.call('exit', id);
    expect(await tab.call('output', id)).toMatch(/db\.outside\.org:5432 refused: only HTTP.*ECONNREFUSED/s);
  });

  it('once and clearly that there is neither TLS nor HTTP/2 inside the container', async () => {
    const output = await run(`
      const [tls, https, http2, net] = ['tls', 'https', 'http2', 'net'].map((name) => require('node:' + name));
      const attempt = (name, action) => {
        try { action(); console.log(name, 'went through'); } catch ({ code, message }) { console.log(name, code, message); }
      };
      attempt('tls.createServer', () => tls.createServer().listen(0));
      attempt('https.createServer', () => https.createServer({ cert: 'x', key: 'y' }, () => {}).listen(0));
      attempt('new https.Server', () => new https.Server());
      attempt('http2.createServer', () => http2.createServer(() => {}).listen(0));
      attempt('http2.createSecureServer', () => http2.createSecureServer({ cert: 'x', key: 'y' }));
      attempt('http2.connect', () => http2.connect('http://localhost:1'));
      attempt('TLSSocket', () => new tls.TLSSocket(new net.Socket(), { isServer: true }));
      attempt('createSecureContext', () => tls.createSecureContext({ cert: 'x', key: 'y' }));
      const server = net.createServer((socket) => socket.on('error', () => {}));
      server.listen(0, () => {
        const { port } = server.address();
        const told = (name, next) => [['error', ({ code, message }) => console.log(name, code, message)], ['close', next]];
        const watch = (emitter, events) => events.forEach(([event, listener]) => emitter.on(event, listener));
        watch(tls.connect({ port }), told('tls.connect', () => {
          watch(https.get({ port }), told('https.get', () => {
            fetch('https://localhost:' + port).catch(({ cause }) => console.log('fetch', cause.code, cause.message))
              .then(() => server.close());
          }));
        }));
      });`);
    const unavailable = 'is not available in this environment';
    const refusals = [
      ...['tls.createServer', 'https.createServer', 'new https.Server'].map((name) => [
        name,
        'A TLS server inside the container',
      ]),
      ...['createServer', 'createSecureServer', 'connect'].map((name) => [`http2.${name}`, `HTTP/2 (http2.${name})`]),
      ['TLSSocket', 'A TLS server inside the container'],
      ['createSecureContext', "A certificate of the program's own in TLS (SecureContext.setCert)"],
      ...['tls.connect', 'https.get', 'fetch'].map((name) => [name, 'A TLS connection inside the container']),
    ];
    expect(output.split('\n')).toEqual(
      refusals.map(([name, what]) => `${name} ERR_FEATURE_UNAVAILABLE_ON_PLATFORM ${what} ${unavailable}`),
    );
  });

  it('that a name which cannot be is not found', async () => {
    const code = `require('node:dns').lookup('nothing.invalid', (error) => console.log(error.code));`;
    expect(await run(code)).toBe('ENOTFOUND');
  });
});
