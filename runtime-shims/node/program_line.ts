/** The program's own line that is on the stack, innermost first: `/home/project/index.js:3`; '' when there is none. */
export function programLine(): string {
  const { stack } = new Error();
  const found = typeof stack === 'string' ? /(\/[^\s():]+\.[cm]?[jt]sx?):(\d+):\d+/.exec(stack) : null;
  return found ? `${found[1]}:${found[2]}` : '';
}
