/**
 * What `--allow-natives-syntax` lets a program say to V8's optimiser (src/runtime/runtime-test.cc). A page has no such
 * syntax, but these calls are advice that changes no result: they become `void` of the same length, in code and in the
 * texts that a program hands to `eval`. All other natives stay the syntax error that they are to the browser.
 */
const hints =
  /%(?:PrepareFunctionForOptimization|OptimizeFunctionOnNextCall|OptimizeMaglevOnNextCall|NeverOptimizeFunction|DeoptimizeFunction|ClearFunctionFeedback)(?=\()/g;

export function withoutEngineHints(source: string): string {
  return source.replace(hints, (hint) => 'void'.padEnd(hint.length));
}
