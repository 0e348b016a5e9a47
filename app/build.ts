import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'vite';
import configuration from '../vite.config.ts';
import { packDeclarations } from './declarations.ts';
import { packExamples } from './example_packages.ts';
import { packCourses } from './tutorial/read_course.ts';

/** Builds the playground into `outDirectory`. */
export async function buildApp(outDirectory: string): Promise<void> {
  await build({
    ...configuration,
    configFile: false,
    logLevel: 'warn',
    build: { ...configuration.build, outDir: outDirectory },
  });
  const root = dirname(dirname(fileURLToPath(import.meta.url)));
  packExamples(root, join(outDirectory, 'example-files'));
  packDeclarations(join(outDirectory, 'declarations'));
  packCourses(join(root, 'tutorials'), join(outDirectory, 'tutorials'));
}
