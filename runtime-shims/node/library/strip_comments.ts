/** Takes comments out of a library source while every line and column of code stays where it is. */
import { type Comment, parse } from 'acorn';

/**
 * A copyright line stays: the licence asks for it where it stands. So does the mark of lines that reports of uncaught
 * exceptions do not quote (src/node_errors.cc).
 */
const kept = /copyright|licen[cs]e|node-do-not-add-exception-line/i;

export function stripComments(source: string): string {
  const comments: Comment[] = [];
  parse(source, {
    ecmaVersion: 'latest',
    sourceType: 'script',
    allowReturnOutsideFunction: true,
    allowAwaitOutsideFunction: true,
    allowHashBang: true,
    onComment: comments,
  });
  let result = '';
  let end = 0;
  for (const comment of comments) {
    if (kept.test(comment.value)) continue;
    result += source.slice(end, comment.start);
    const text = source.slice(comment.start, comment.end);
    const lineBreaks = text.split('\n').length - 1;
    const lastLine = text.slice(text.lastIndexOf('\n') + 1);
    const rest = source.slice(comment.end, source.indexOf('\n', comment.end));
    // Only code behind a comment on its last line needs the columns kept.
    result += '\n'.repeat(lineBreaks) + (rest.trim() ? ' '.repeat(lastLine.length) : '');
    end = comment.end;
  }
  return (result + source.slice(end)).replace(/[ \t]+$/gm, '');
}
