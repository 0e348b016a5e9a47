/** What cp, mv and rm ask with `-i`: on standard error, an answer that begins with y being yes. */
import type { CommandContext } from './command.ts';

export function isAnsweredYes(context: CommandContext, question: string): boolean {
  context.flush();
  context.warn(`${context.program.name.replace(/^.*\//, '')}: ${question} `);
  const [answer = ''] = context.input.lines();
  return /^[yY]/.test(answer);
}
