/** `node server/main.ts [--port NUMBER] [--host NAME]`: serves what `npm run build` made, and prints where. */
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { originsDocument, portsFrom } from './origins.ts';
import { readOutwardConfiguration } from './outward.ts';
import { PortTakenError, serve } from './serve.ts';

const defaultPort = 5173;
/** The last of the three ports must exist, too. */
const highestPort = 65_533;

const { values } = parseArgs({ options: { port: { type: 'string' }, host: { type: 'string' } } });
const text = values.port ?? process.env['PORT'] ?? String(defaultPort);
const port = Number(text);

if (!Number.isInteger(port) || port < 1 || port > highestPort) {
  console.error(`wardian: the first port must be a number from 1 to ${highestPort}, not '${text}' (--port or PORT)`);
  process.exitCode = 1;
} else {
  try {
    const dist = join(dirname(dirname(fileURLToPath(import.meta.url))), 'dist');
    // By default the loopback address and no other: what runs here is for this machine's browser.
    const outward = await readOutwardConfiguration();
    const { ports } = await serve(dist, portsFrom(port), values.host ?? '127.0.0.1', outward);
    const { app, runtime, preview } = originsDocument(ports, outward);
    console.log(`
  Wardian is ready.

  app       ${app}
  runtime   ${runtime}/headless
  previews  ${preview.replace('{label}', 'LABEL').replace('{port}', 'PORT')}
`);
  } catch (error) {
    if (!(error instanceof PortTakenError)) throw error;
    console.error(`wardian: ${error.message}`);
    process.exitCode = 1;
  }
}
