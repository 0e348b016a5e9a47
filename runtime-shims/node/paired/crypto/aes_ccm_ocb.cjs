const crypto = require('node:crypto');
const { attempt } = require('./shared/attempt.cjs');
for (const mode of ['ccm', 'ocb']) {
  for (const authTagLength of [4, 12, 16]) {
    const [key, iv, name] = [Buffer.alloc(16, 5), Buffer.alloc(12, 6), `aes-128-${mode}`];
    const cipher = crypto.createCipheriv(name, key, iv, { authTagLength });
    const text = Buffer.from('some text of two blocks and a bit');
    cipher.setAAD(Buffer.from('additional data, more than one block'), { plaintextLength: text.length });
    const sealed = Buffer.concat([cipher.update(text), cipher.final()]);
    const tag = cipher.getAuthTag();
    console.log(mode, authTagLength, sealed.toString('hex'), tag.toString('hex'));
    const open = (given) => {
      const decipher = crypto.createDecipheriv(name, key, iv, { authTagLength }).setAuthTag(given);
      decipher.setAAD(Buffer.from('additional data, more than one block'), { plaintextLength: text.length });
      return Buffer.concat([decipher.update(sealed), decipher.final()]).toString();
    };
    attempt('right', () => open(tag));
    attempt('wrong', () => open(Buffer.alloc(authTagLength)));
  }
}
attempt('no length', () => crypto.createCipheriv('aes-128-ccm', Buffer.alloc(16), Buffer.alloc(12)));
attempt('twice', () => {
  const cipher = crypto.createCipheriv('aes-128-ccm', Buffer.alloc(16), Buffer.alloc(12), { authTagLength: 16 });
  cipher.update('a');
  cipher.update('b');
});
