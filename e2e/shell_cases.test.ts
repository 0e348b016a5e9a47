import { expect, it } from 'vitest';
import { shellCases } from './shell_cases.ts';
import { compareCases } from './shell_cases_suite.ts';

const cases = shellCases().filter(({ name }) => !name.includes('.slow:'));

it('there are many cases', () => expect(cases.length).toBeGreaterThan(460));

compareCases(cases);
