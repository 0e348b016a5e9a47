// A package registry in the container: `node registry.cjs PORT TOKEN` serves what packages.json describes. All that it
// knows of a package stands there: { NAME: { VERSION: { manifest, tarball (base64), integrity } } }.
const { readFileSync } = require('node:fs');
const { createServer } = require('node:http');

const [port, token] = process.argv.slice(2);
const packages = JSON.parse(readFileSync('packages.json', 'utf8'));
const address = `http://localhost:${port}`;

function packument(name) {
  const versions = {};
  for (const [version, { manifest, integrity }] of Object.entries(packages[name])) {
    const tarball = `${address}/${name}/-/${name}-${version}.tgz`;
    versions[version] = { ...manifest, dist: { tarball, integrity } };
  }
  return { name, versions, 'dist-tags': { latest: Object.keys(versions).at(-1) } };
}

createServer((request, response) => {
  const answer = (status, body, type = 'application/json') =>
    response.writeHead(status, { 'content-type': type }).end(body);
  const [, name = '', , file] = new URL(request.url, address).pathname.split('/');
  console.log(request.method, request.url);
  if (request.headers.authorization !== `Bearer ${token}`) return answer(401, '{"error":"a token is needed"}');
  if (!Object.hasOwn(packages, name)) return answer(404, '{"error":"not found"}');
  if (file === undefined) return answer(200, JSON.stringify(packument(name)));
  const version = file.slice(name.length + 1, -'.tgz'.length);
  answer(200, Buffer.from(packages[name][version].tarball, 'base64'), 'application/octet-stream');
}).listen(Number(port), () => console.log('listening'));
