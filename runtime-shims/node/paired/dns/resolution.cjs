// lookup and its forms for names that need no network, orders, servers, and errors.
const dns = require('node:dns');
dns.lookup('127.0.0.1', (...answer) => {
  console.log(answer);
  dns.lookup('::1', { all: true }, (...all) => {
    console.log(JSON.stringify(all));
    dns.lookup('localhost', { family: 4 }, (...local) => {
      console.log(local);
      promises();
    });
  });
});
async function promises() {
  console.log(
    await dns.promises.lookup('localhost', { family: 4 }),
    await dns.promises.lookup('', {}).catch((error) => error.code),
  );
  const resolver = new dns.Resolver();
  resolver.setServers(['1.1.1.1', '[2001:db8::1]:53', '8.8.8.8:53']);
  console.log(resolver.getServers());
  resolver.cancel();
  for (const bad of [
    () => resolver.setServers(['nonsense']),
    () => dns.lookup('a', 5),
    () => dns.lookup('a', { family: 5 }, () => {}),
    () => dns.resolve('a', 'NOPE', () => {}),
    () => dns.lookupService('x', 1, () => {}),
    () => dns.lookupService('127.0.0.1', -1, () => {}),
    () => dns.setDefaultResultOrder('x'),
    () => dns.reverse('nope', () => {}),
  ])
    try {
      bad();
      console.log('allowed');
    } catch (error) {
      console.log(error.name, error.code);
    }
  dns.setDefaultResultOrder('ipv4first');
  console.log(dns.getDefaultResultOrder(), dns.NOTFOUND, dns.ADDRCONFIG, Object.keys(dns.promises).length > 10);
}
