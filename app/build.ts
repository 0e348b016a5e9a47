import { build } from 'vite';
import configuration from '../vite.config.ts';

/** Builds the playground into `outDirectory`. */
export async function buildApp(outDirectory: string): Promise<void> {
  await build({
    ...configuration,
    configFile: false,
    logLevel: 'warn',
    build: { ...configuration.build, outDir: outDirectory },
  });
}
