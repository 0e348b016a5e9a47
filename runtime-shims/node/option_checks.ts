/** Options that contradict each other or lack what they need (CheckOptions in src/node_options.cc). */

type Values = Readonly<Record<string, unknown>>;

const isSet = (values: Values, name: string): boolean => {
  const value = values[name];
  return Array.isArray(value) ? value.length > 0 : Boolean(value);
};

/** What is wrong, each without the program's name. */
export function contradictions(values: Values): string[] {
  const has = (name: string) => isSet(values, name);
  const errors: string[] = [];
  const isPowerOfTwo = (name: string) => Number.isInteger(Math.log2(Number(values[name]) || 1));
  if (has('--heapsnapshot-near-heap-limit') && Number(values['--heapsnapshot-near-heap-limit']) < 0)
    errors.push('--heapsnapshot-near-heap-limit must not be negative');
  if (has('--use-openssl-ca'))
    for (const other of ['--use-bundled-ca', '--use-system-ca'])
      if (has(other)) errors.push(`either --use-openssl-ca or ${other} can be used, not both`);
  if (has('--check')) {
    if (values['[has_eval_string]']) errors.push('either --check or --eval can be used, not both');
  }
  const rejections = values['--unhandled-rejections'];
  const modes = ['warn-with-error-code', 'throw', 'strict', 'warn', 'none'];
  if (rejections && !modes.includes(String(rejections))) errors.push('invalid value for --unhandled-rejections');
  if (has('--tls-min-v1.3') && has('--tls-max-v1.2'))
    errors.push('either --tls-min-v1.3 or --tls-max-v1.2 can be used, not both');
  const inputType = values['--input-type'];
  const inputTypes = ['commonjs', 'module', 'commonjs-typescript', 'module-typescript'];
  if (inputType && !inputTypes.includes(String(inputType)))
    errors.push('--input-type must be "module","commonjs", "module-typescript" or "commonjs-typescript"');
  const warning = values['--trace-require-module'];
  if (typeof warning === 'string' && warning && !['all', 'no-node-modules'].includes(warning))
    errors.push('invalid value for --trace-require-module');
  const proto = values['--disable-proto'];
  if (proto && proto !== 'delete' && proto !== 'throw') errors.push('invalid mode passed to --disable-proto');
  if (!isPowerOfTwo('--secure-heap')) errors.push('--secure-heap must be a power of 2');
  else if (has('--secure-heap') && !isPowerOfTwo('--secure-heap-min'))
    errors.push('--secure-heap-min must be a power of 2');
  for (const kind of ['cpu', 'heap'])
    for (const detail of ['name', 'dir']) {
      if (has(`--${kind}-prof-${detail}`) && !has(`--${kind}-prof`))
        errors.push(`--${kind}-prof-${detail} must be used with --${kind}-prof`);
    }
  if (has('--test')) {
    const isolation = values['--test-isolation'];
    if (isolation && isolation !== 'none' && isolation !== 'process') errors.push('invalid value for --test-isolation');
    if (has('--check')) errors.push('either --test or --check can be used, not both');
    if (values['[has_eval_string]']) errors.push('either --test or --eval can be used, not both');
    if (has('--interactive')) errors.push('either --test or --interactive can be used, not both');
    if (has('--watch-path')) errors.push('--watch-path cannot be used in combination with --test');
  }
  if (has('--watch')) {
    if (has('--check')) errors.push('either --watch or --check can be used, not both');
    if (values['[has_eval_string]'] && !has('--test')) errors.push('either --watch or --eval can be used, not both');
    if (has('--interactive')) errors.push('either --watch or --interactive can be used, not both');
    if (has('--test-force-exit')) errors.push('either --watch or --test-force-exit can be used, not both');
  }
  return errors;
}
