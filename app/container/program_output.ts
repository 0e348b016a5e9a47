import type { WebContainerProcess } from '@webcontainer/api';

/** All that a program writes until it ends, and its exit status. Output passes a terminal: lines end with CR LF. */
export async function programOutput(process: WebContainerProcess): Promise<{ output: string; status: number }> {
  let output = '';
  const reading = process.output.pipeTo(
    new WritableStream({
      write(text) {
        output += text;
      },
    }),
  );
  const status = await process.exit;
  // A program that is killed may close its output in the middle of things.
  await reading.catch(() => {});
  return { output, status };
}
