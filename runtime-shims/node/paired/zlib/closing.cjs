// Closing and destroying during work.
const zlib = require('node:zlib');

const gzip = zlib.createGzip();
gzip.on('error', (error) => console.log('write after close', error.code));
gzip.close(() => {
  console.log('closed');
  gzip.write('too late');
});

const busy = zlib.createGzip();
busy.on('close', () => console.log('busy closed', busy.destroyed));
busy.write(Buffer.alloc(100000), () => console.log('written'));
busy.close();

const destroyed = zlib.createInflate();
destroyed.on('error', (error) => console.log('destroyed with', error.message));
destroyed.on('close', () => console.log('destroyed closed'));
destroyed.destroy(new Error('for a reason'));

try {
  zlib.createGunzip().reset();
  const closed = zlib.createGunzip();
  closed.close();
  closed.reset();
} catch (error) {
  console.log(error.code, error.message);
}
