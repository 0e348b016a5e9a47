import crypto from 'node:crypto';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';

const hash = crypto.createHash('sha512');
hash.setEncoding('hex');
await pipeline(Readable.from(['a', 'bc', Buffer.alloc(100_000, 7)]), hash);
console.log(hash.read());
const hmac = crypto.createHmac('sha256', 'key');
await pipeline(Readable.from(['a', 'bc']), hmac);
console.log(hmac.read().toString('hex'));
const cipher = crypto.createCipheriv('aes-128-cbc', Buffer.alloc(16, 1), Buffer.alloc(16, 2));
const chunks = [];
for await (const chunk of Readable.from([Buffer.alloc(50, 3), Buffer.alloc(7, 4)]).pipe(cipher)) chunks.push(chunk);
console.log(Buffer.concat(chunks).toString('hex'));
