const crypto = require('node:crypto');
const { attempt } = require('./shared/attempt.cjs');
for (const name of ['modp1', 'modp2', 'modp5', 'modp14', 'modp15', 'modp16', 'modp17', 'modp18']) {
  const group = crypto.getDiffieHellman(name);
  console.log(name, crypto.hash('sha256', group.getPrime()), group.getGenerator('hex'), group.verifyError);
}
const [alice, bob] = [crypto.createDiffieHellmanGroup('modp5'), crypto.createDiffieHellmanGroup('modp5')];
const [a, b] = [alice.generateKeys(), bob.generateKeys()];
console.log(a.length, alice.computeSecret(b).equals(bob.computeSecret(a)), alice.computeSecret(b).length);
const own = crypto.createDiffieHellman(512);
console.log(own.getPrime().length, own.verifyError, own.generateKeys('hex').length);
const fixed = crypto.createDiffieHellman(crypto.getDiffieHellman('modp2').getPrime(), 2);
fixed.setPrivateKey(Buffer.from('123456789abcdef0', 'hex'));
console.log(fixed.generateKeys('hex'), fixed.getPrivateKey('hex'), fixed.verifyError);
attempt('group', () => crypto.createDiffieHellmanGroup('modp0'));
attempt('no key', () => crypto.createDiffieHellmanGroup('modp5').getPublicKey());
attempt('no private key', () => crypto.createDiffieHellmanGroup('modp5').getPrivateKey());
attempt('small', () => alice.computeSecret(Buffer.alloc(1)));
attempt('large', () => alice.computeSecret(Buffer.alloc(300, 255)));
attempt('generator', () => crypto.createDiffieHellman(512, 1));
console.log(crypto.createDiffieHellman('abcd', 'hex').verifyError);
