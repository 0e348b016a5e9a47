const { Certificate } = require('node:crypto');
const { spkac } = require('./shared/certificates.json');
console.log(
  Certificate.verifySpkac(spkac),
  Certificate.exportChallenge(spkac).toString(),
  Certificate.exportPublicKey(spkac).toString(),
);
const broken = spkac.slice(0, -20) + 'A'.repeat(20);
console.log(
  Certificate.verifySpkac(Buffer.from(broken)),
  Certificate.verifySpkac('abc'),
  Certificate.exportChallenge('abc'),
  Certificate.exportPublicKey('abc'),
);
