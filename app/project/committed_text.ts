/** Text of a file as Git has it. */
import type { WebContainer } from '@webcontainer/api';
import { programOutput } from '../container/program_output.ts';

/** Where it is read from: a process's output goes through a terminal, which would change line ends. */
const place = '/tmp/wardian-committed';

/** Text of `path` in the last commit; '' of a file that is not in it. Throws what git says when there is no commit. */
export async function committedText(container: WebContainer, path: string): Promise<string> {
  const git = await container.spawn(
    'sh',
    ['-c', 'git rev-parse --verify HEAD >/dev/null && { git show "HEAD:$FILE" >"$PLACE" 2>/dev/null || : >"$PLACE"; }'],
    { env: { FILE: path, PLACE: place } },
  );
  const { output, status } = await programOutput(git);
  if (status !== 0) throw new Error(`${path} cannot be compared: ${output.trim()}`);
  return container.fs.readFile(place, 'utf-8');
}
