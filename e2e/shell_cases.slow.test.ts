/** Scripts that start many processes of Node: git. */
import { shellCases } from './shell_cases.ts';
import { compareCases } from './shell_cases_suite.ts';

compareCases(shellCases().filter(({ name }) => name.includes('.slow:')));
