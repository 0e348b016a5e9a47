/** git against a server of the outer network: native git's own http-backend, read through the gateway. */
import { type ChildProcess, execFileSync, spawn } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { Tab } from './tab.ts';

const HOST = 'git.outside.org:8080';
const URL_OF_REPOSITORY = `http://${HOST}/shop.git`;
const person = { GIT_AUTHOR_NAME: 'A', GIT_AUTHOR_EMAIL: 'a@b', GIT_COMMITTER_NAME: 'A', GIT_COMMITTER_EMAIL: 'a@b' };

const base = mkdtempSync(join(tmpdir(), 'git-server-'));
const native = (folder: string, ...words: string[]) =>
  execFileSync('git', words, {
    cwd: join(base, folder),
    encoding: 'utf8',
    env: { PATH: process.env['PATH'], HOME: base, ...person },
    stdio: ['ignore', 'pipe', 'ignore'],
  }).trim();

/** One request by CGI (RFC 3875), as git-http-backend(1) says. */
function backend(request: IncomingMessage, response: ServerResponse): ChildProcess {
  const { pathname, searchParams } = new URL(request.url ?? '/', 'http://localhost');
  const child = spawn('git', ['http-backend'], {
    env: {
      PATH: process.env['PATH'],
      GIT_PROJECT_ROOT: base,
      GIT_HTTP_EXPORT_ALL: '1',
      REMOTE_USER: 'someone',
      PATH_INFO: pathname,
      QUERY_STRING: searchParams.toString(),
      REQUEST_METHOD: request.method,
      CONTENT_TYPE: request.headers['content-type'] ?? '',
      CONTENT_LENGTH: request.headers['content-length'] ?? '',
      HTTP_CONTENT_ENCODING: request.headers['content-encoding'] ?? '',
    },
    stdio: ['pipe', 'pipe', 'ignore'],
  });
  request.pipe(child.stdin);
  const chunks: Buffer[] = [];
  child.stdout.on('data', (chunk: Buffer) => chunks.push(chunk));
  child.stdout.on('end', () => {
    const all = Buffer.concat(chunks);
    const end = all.indexOf('\r\n\r\n');
    let status = 200;
    for (const line of all.subarray(0, end).toString().split('\r\n')) {
      const [name = '', value = ''] = line.split(': ');
      if (name === 'Status') status = Number.parseInt(value, 10);
      else response.setHeader(name, value);
    }
    response.writeHead(status).end(all.subarray(end + 4));
  });
  return child;
}

const PASSWORD = `Basic ${Buffer.from('me:secret').toString('base64')}`;

function answer(request: IncomingMessage, response: ServerResponse): void {
  response.setHeader('Access-Control-Allow-Origin', '*');
  response.setHeader('Access-Control-Allow-Headers', '*, Authorization');
  response.setHeader('Access-Control-Expose-Headers', '*');
  if (request.method === 'OPTIONS') response.end();
  else if (request.url?.startsWith('/locked') && request.headers.authorization !== PASSWORD)
    response.writeHead(401, { 'WWW-Authenticate': 'Basic realm="git"' }).end();
  else {
    if (request.url?.startsWith('/locked')) request.url = request.url.replace('/locked', '');
    backend(request, response);
  }
}

let tab: Tab;
let outside: Server;

beforeAll(async () => {
  execFileSync('git', ['init', '-q', '--bare', '-b', 'main', 'shop.git'], { cwd: base });
  native('shop.git', 'config', 'http.receivepack', 'true');
  execFileSync('git', ['clone', '-q', 'shop.git', 'work'], { cwd: base, stdio: 'ignore' });
  native('work', 'checkout', '-q', '-b', 'main');
  writeFileSync(join(base, 'work/list.txt'), 'bread\n');
  native('work', 'add', '.');
  native('work', 'commit', '-q', '-m', 'first');
  native('work', 'tag', 'v1');
  native('work', 'push', '-q', 'origin', 'main', 'v1');
  outside = createServer(answer);
  await new Promise<void>((resolve) => outside.listen(0, '127.0.0.1', resolve));
  const { port } = outside.address() as AddressInfo;
  tab = await Tab.open(undefined, undefined, [`--host-resolver-rules=MAP ${HOST} 127.0.0.1:${port}`]);
});
afterAll(async () => {
  await tab?.close();
  outside?.close();
  rmSync(base, { recursive: true, force: true });
});

async function run(line: string): Promise<string> {
  const { stdout, stderr, code } = await tab.run(line, { env: person, timeout: 60_000 });
  expect([code, stderr.replace(/^Cloning into.*\n/, '')]).toEqual([0, expect.not.stringContaining('fatal')]);
  return stdout;
}

describe('git over the network', () => {
  it('clones, with branches and tags', async () => {
    const output = await run(
      `git clone ${URL_OF_REPOSITORY}; cd shop; cat list.txt; git log --format=%s; git tag; git branch -a; git remote -v`,
    );
    expect(output).toBe(
      `bread\nfirst\nv1\n* main\n  remotes/origin/HEAD -> origin/main\n  remotes/origin/main\norigin\t${URL_OF_REPOSITORY} (fetch)\norigin\t${URL_OF_REPOSITORY} (push)\n`,
    );
  });

  it('pushes a commit, and a new branch', async () => {
    await run(
      'cd shop; echo milk >> list.txt; git commit -qam second; git push; git switch -c topic; echo tea > tea.txt; git add .; git commit -qm third; git push -u origin topic',
    );
    expect(native('shop.git', 'log', '--format=%s', 'main')).toBe('second\nfirst');
    expect(native('shop.git', 'log', '-1', '--format=%s %an', 'topic')).toBe('third A');
    expect(native('shop.git', 'show', 'main:list.txt')).toBe('bread\nmilk');
  });

  it('fetches and pulls what others pushed', async () => {
    native('work', 'pull', '-q', 'origin', 'main');
    writeFileSync(join(base, 'work/other.txt'), 'other\n');
    native('work', 'add', '.');
    native('work', 'commit', '-q', '-m', 'fourth');
    native('work', 'push', '-q', 'origin', 'main');
    const output = await run(
      'cd shop; git switch -q main; git fetch; git log -1 --format=%s origin/main; git log -1 --format=%s; git pull; cat other.txt; git pull; git status --short',
    );
    expect(output).toMatch(/^fourth\nsecond\nUpdating \w{7}\.\.\w{7}\nother\nAlready up to date\.\n$/);
  });

  it('clones no more than is asked for', async () => {
    expect(await run(`git clone -q --depth 1 ${URL_OF_REPOSITORY} shallow; cd shallow; git log --format=%s`)).toBe(
      'fourth\n',
    );
  });

  it('takes a branch of the server away', async () => {
    await run('cd shop; git push origin --delete topic');
    expect(native('shop.git', 'branch', '--format=%(refname:short)')).toBe('main');
  });

  it('refuses to push over what others pushed', async () => {
    writeFileSync(join(base, 'work/more.txt'), 'more\n');
    native('work', 'add', '.');
    native('work', 'commit', '-q', '-m', 'fifth');
    native('work', 'push', '-q', 'origin', 'main');
    const { stderr, code } = await tab.run('cd shop; echo mine > mine.txt; git add .; git commit -qm mine; git push', {
      env: person,
      timeout: 60_000,
    });
    expect(code).toBe(1);
    expect(stderr).toMatch(/^To http.*\n ! \[rejected\] +main -> main \(.*\)\nerror: failed to push some refs to/);
  });

  it('puts its own commits upon those of others with pull --rebase', async () => {
    const output = await run('cd shop; git pull --rebase; git log -2 --format=%s; cat more.txt mine.txt; git push');
    expect(output).toBe('Successfully rebased and updated refs/heads/main.\nmine\nfifth\nmore\nmine\n');
    expect(native('shop.git', 'log', '-2', '--format=%s', 'main')).toBe('mine\nfifth');
  });

  it('gives name and password, and says when they are wanted', async () => {
    const output = await run(`git clone -q http://me:secret@${HOST}/locked/shop.git locked; cat locked/list.txt`);
    expect(output).toBe('bread\nmilk\n');
    const { stderr, code } = await tab.run(`git clone http://${HOST}/locked/shop.git other; ls other`);
    expect(code).not.toBe(0);
    expect(stderr).toMatch(/fatal: could not read Username for 'http:.*GIT_TOKEN/);
    const wrong = await tab.run(`git clone http://me:wrong@${HOST}/locked/shop.git other`);
    expect(wrong.stderr).toMatch(/fatal: Authentication failed for/);
  });

  it('says what is not there', async () => {
    const { stderr, code } = await tab.run(`git clone http://${HOST}/none.git`);
    expect([code, stderr]).toEqual([
      128,
      expect.stringMatching(/^Cloning into 'none'\.\.\.\nfatal: repository '.*none.git\/' not found\n$/),
    ]);
    expect((await tab.run('git clone git@outside.org:shop.git')).stderr).toMatch(/only http and https/);
  });
});
