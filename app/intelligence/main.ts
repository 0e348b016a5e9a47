/** What the editor knows of JavaScript and TypeScript: one chunk, loaded with the first such file. */
export { LanguageClient } from './language_client.ts';
export { registerProviders } from './providers.ts';
