/** The clients that programs use, from the registry, with a host of the outer network. */
import { Server as SocketServer } from 'socket.io';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { OUTSIDE, type OutsideServer, startOutside } from './outside_server.ts';
import { Tab } from './tab.ts';

/** ms for the install, on a busy machine. */
const INSTALLATION = 240_000;

let tab: Tab;
let outside: OutsideServer;
let sockets: SocketServer;
beforeAll(async () => {
  outside = await startOutside();
  sockets = new SocketServer(outside.server, { cors: { origin: '*' } });
  sockets.on('connection', (socket) => {
    socket.on('double', (number: number, answer: (doubled: number) => void) => answer(2 * number));
  });
  tab = await Tab.open(undefined, undefined, [outside.rules]);
  await tab.call('writeFile', 'package.json', '{"type":"module"}');
  const clients = 'axios got undici ws socket.io-client';
  const { code, stderr } = await tab.run(`npm install ${clients}`, { timeout: INSTALLATION });
  expect(code, stderr).toBe(0);
}, 2 * INSTALLATION);
afterAll(async () => {
  await tab?.close();
  await sockets?.close();
  outside?.close();
});

async function run(code: string): Promise<string> {
  await tab.call('writeFile', 'program.js', code);
  const { stdout, stderr, code: status } = await tab.run('node program.js');
  expect([stderr, status]).toEqual(['', 0]);
  return stdout.trim();
}

const said = (method: string, url: string, body: string) => ({ method, url, body });

describe('a host is reached by', () => {
  it('axios', async () => {
    const output = await run(`
      import axios from 'axios';
      const { status, data } = await axios.post('http://${OUTSIDE}/axios', { a: 1 });
      console.log(status, JSON.stringify(data));
      await axios.get('http://${OUTSIDE}/missing').catch(({ code, response }) => console.log(code, response.status));`);
    expect(output.split('\n')).toEqual([
      `200 ${JSON.stringify(said('POST', '/axios', '{"a":1}'))}`,
      'ERR_BAD_REQUEST 404',
    ]);
  });

  it('got', async () => {
    const output = await run(`
      import got from 'got';
      console.log(JSON.stringify(await got.put('http://${OUTSIDE}/got', { json: [1, 2] }).json()));
      await got('http://${OUTSIDE}/missing').catch(({ code, response }) => console.log(code, response.statusCode));`);
    expect(output.split('\n')).toEqual([JSON.stringify(said('PUT', '/got', '[1,2]')), 'ERR_NON_2XX_3XX_RESPONSE 404']);
  });

  it('undici', async () => {
    const output = await run(`
      import { Agent, request } from 'undici';
      const dispatcher = new Agent({ keepAliveTimeout: 10 });
      const { statusCode, body } = await request('http://${OUTSIDE}/undici', { dispatcher });
      console.log(statusCode, JSON.stringify(await body.json()));
      await dispatcher.close();`);
    expect(output).toBe(`200 ${JSON.stringify(said('GET', '/undici', ''))}`);
  });

  it('ws', async () => {
    const output = await run(`
      import WebSocket from 'ws';
      const socket = new WebSocket('ws://${OUTSIDE}/chat');
      socket.on('open', () => socket.send('hello'));
      socket.on('message', (data) => { console.log(data.toString()); socket.close(1000, 'bye'); });
      socket.on('close', (code) => console.log(code));`);
    expect(output).toBe('hello\n1000');
  });

  it.each(['polling', 'websocket'])('Socket.IO, by %s', async (transport) => {
    const output = await run(`
      import { io } from 'socket.io-client';
      const socket = io('http://${OUTSIDE}', { transports: ['${transport}'] });
      socket.on('connect_error', (error) => { console.log(error.message); process.exit(1); });
      socket.on('connect', async () => {
        console.log(socket.io.engine.transport.name, await socket.emitWithAck('double', 21));
        socket.disconnect();
      });`);
    expect(output).toBe(`${transport} 42`);
  });
});
