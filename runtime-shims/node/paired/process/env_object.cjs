// process.env: strings only, deletion, enumeration, descriptors, loadEnvFile.
process.env.A = 1;
process.env.B = undefined;
process.env.C = null;
console.log(
  process.env.A,
  process.env.B,
  process.env.C,
  'A' in process.env,
  delete process.env.A,
  process.env.A,
  'A' in process.env,
  Object.keys(process.env).includes('B'),
  Object.getOwnPropertyDescriptor(process.env, 'B'),
  process.env.toString === Object.prototype.toString,
);
for (const bad of [
  () => Object.defineProperty(process.env, 'D', { value: 'x' }),
  () => Object.defineProperty(process.env, 'D', { get() {} }),
  () => {
    process.env.E = Symbol('s');
  },
])
  try {
    bad();
  } catch (error) {
    console.log(error.name, error.code, error.message);
  }
const fs = require('node:fs');
const file = `${fs.mkdtempSync('/tmp/env-')}/.env`;
fs.writeFileSync(
  file,
  '# note\nPLAIN=value\nQUOTED="two words # kept"\nexport SINGLE=\'a\\nb\'\nMULTI="one\ntwo"\nEMPTY=\nSPACED = x # gone\nESC="a\\nb"\nB=ignored\n',
);
process.loadEnvFile(file);
for (const name of ['PLAIN', 'QUOTED', 'SINGLE', 'MULTI', 'EMPTY', 'SPACED', 'ESC', 'B'])
  console.log(name, JSON.stringify(process.env[name]));
console.log(require('node:util').parseEnv('X=1\nY="2"'));
try {
  process.loadEnvFile('/none/.env');
} catch (error) {
  console.log(error.code);
}
