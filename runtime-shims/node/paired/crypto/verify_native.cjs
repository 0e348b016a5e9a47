// Signatures that the native Node made: good ones, and of another message.
const crypto = require('node:crypto');
const { keys, message } = require('./shared/attempt.cjs');
for (const [name, key] of Object.entries(keys)) {
  if (!key.signature) continue;
  const whole = name.startsWith('ed') || name === 'ml_dsa';
  const signature = Buffer.from(key.signature, 'base64');
  const verify = (data) => crypto.verify(whole ? null : 'sha256', data, key.public, signature);
  console.log(
    name,
    verify(message),
    verify(Buffer.from('another')),
    crypto.verify(whole ? null : 'sha256', message, key.public, signature.subarray(1)),
  );
}
const pss = { key: keys.rsa.public, padding: crypto.constants.RSA_PKCS1_PSS_PADDING };
const signature = Buffer.from(keys.rsa.pss, 'base64');
for (const saltLength of [20, 21, -1, -2])
  console.log(saltLength, crypto.verify('sha256', message, { ...pss, saltLength }, signature));
