/** Prints the outcomes of the cases with the native bindings: run by the pinned node with `--expose-internals`. */
import { createRequire } from 'node:module';
import { cases, type Natives, outcome } from './values_cases.fixture.ts';

const { internalBinding } = createRequire(import.meta.url)('internal/test/binding') as {
  internalBinding(name: string): Natives;
};

const outcomes: Record<string, Record<string, string>> = {};
for (const [name, table] of Object.entries(cases)) {
  const binding = internalBinding(name);
  outcomes[name] = Object.fromEntries(
    Object.entries(table).map(([title, run]) => [title, outcome(() => run(binding))]),
  );
}
console.log(JSON.stringify(outcomes));
