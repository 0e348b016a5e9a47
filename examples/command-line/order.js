#!/usr/bin/env node
import chalk from 'chalk';
import { program } from 'commander';
import inquirer from 'inquirer';

program
  .name('order')
  .description('Takes an order for tea, by its arguments or by questions.')
  .option('-k, --kind <kind>', 'which tea')
  .option('-c, --cups <number>', 'how many cups', Number)
  .parse();

const given = program.opts();
const questions = [
  { type: 'select', name: 'kind', message: 'Which tea?', choices: ['black', 'green', 'mint'] },
  { type: 'number', name: 'cups', message: 'How many cups?', default: 1 },
  { type: 'confirm', name: 'hot', message: 'Hot?', default: true },
];
const { kind, cups, hot } = await inquirer.prompt(
  questions.filter(({ name }) => !(name in given)),
  given,
);
console.log(chalk.green(`${cups} × ${kind} tea, ${chalk.bold(hot ? 'hot' : 'iced')}`));
