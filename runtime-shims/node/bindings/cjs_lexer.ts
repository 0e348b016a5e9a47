/** Names that a CommonJS module exports, by its text: src/node_cjs_lexer.cc. The lexer is Node's, as WebAssembly. */
import { initSync, parse } from 'cjs-module-lexer';
import type { BindingFactory } from '../environment.ts';

export const binding: BindingFactory = () => {
  let isReady = false;
  return {
    parse(source: string): [Set<string>, string[]] {
      if (!isReady) {
        initSync();
        isReady = true;
      }
      try {
        const { exports, reexports } = parse(source);
        return [new Set(exports), reexports];
      } catch (error) {
        // The native lexer gives what it found before it met the syntax of a module.
        if ((error as { code?: string }).code === 'ERR_LEXER_ESM_SYNTAX') return [new Set(), []];
        throw error;
      }
    },
  };
};
