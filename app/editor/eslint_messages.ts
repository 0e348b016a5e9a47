/** ESLint's findings (https://eslint.org/docs/latest/integrate/nodejs-api#-lintmessage-type) as the editor shows them. */

export interface LintMessage {
  /** 2 for an error, 1 for a warning. */
  severity: 1 | 2;
  message: string;
  ruleId: string | null;
  /** From 1; 0 or missing where the whole file is meant. */
  line?: number;
  column?: number;
  endLine?: number;
  endColumn?: number;
  fix?: LintFix;
  suggestions?: { desc: string; fix: LintFix }[];
}

export interface LintFix {
  /** Offsets in UTF-16 code units. */
  range: [number, number];
  text: string;
}

/** What ESLint answers for one text. */
export type LintAnswer = { messages: LintMessage[] } | { error: string };

export interface LintMarker {
  isError: boolean;
  message: string;
  rule: string;
  startLineNumber: number;
  startColumn: number;
  endLineNumber: number;
  endColumn: number;
}

export function markerOf({ severity, message, ruleId, ...place }: LintMessage): LintMarker {
  const line = place.line || 1;
  const column = place.column || 1;
  return {
    isError: severity === 2,
    message,
    rule: ruleId ?? '',
    startLineNumber: line,
    startColumn: column,
    endLineNumber: place.endLine ?? line,
    endColumn: place.endColumn ?? column + 1,
  };
}

/** A change of the text that a person can choose, by its name. */
export function changesOf({ ruleId, fix, suggestions = [] }: LintMessage): { title: string; fix: LintFix }[] {
  const own = fix ? [{ title: `Fix this ${ruleId ?? ''} problem`.replace('  ', ' '), fix }] : [];
  return [...own, ...suggestions.map(({ desc, fix: suggested }) => ({ title: desc, fix: suggested }))];
}
