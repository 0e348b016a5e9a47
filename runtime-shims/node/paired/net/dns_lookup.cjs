// Names without a network: literals, localhost, what is not found.
const dns = require('node:dns');
const show =
  (label) =>
  (error, ...rest) =>
    console.log(
      label,
      error && {
        code: error.code,
        errno: error.errno,
        syscall: error.syscall,
        hostname: error.hostname,
        message: error.message,
      },
      ...rest,
    );
dns.lookup('127.0.0.1', (...args) => {
  show('v4')(...args);
  dns.lookup('::1', (...v6) => {
    show('v6')(...v6);
    dns.lookup('localhost', { family: 4 }, (...local) => {
      show('localhost')(...local);
      dns.lookup('no-such-name.invalid', (...missing) => {
        show('missing')(...missing);
        dns.lookup('10.1.2.3', { all: true }, (...all) => {
          show('all')(...all);
          dns.promises.lookup('nope.invalid').catch((error) => console.log(error.code, error.message));
        });
      });
    });
  });
});
for (const wrong of [null, 7, {}]) {
  try {
    dns.lookup(wrong === null ? 'x' : wrong, { family: 5 }, () => {});
  } catch (error) {
    console.log(error.code);
  }
}
