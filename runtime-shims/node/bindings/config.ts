/** node_config.cc: how this "build" was configured. No inspector and no tracing: there is neither in a tab. */
import type { BindingFactory } from '../environment.ts';

export const binding: BindingFactory = () => ({
  isDebugBuild: false,
  openSSLIsBoringSSL: false,
  hasOpenSSL: true,
  fipsMode: false,
  hasIntl: true,
  hasSmallICU: false,
  hasTracing: false,
  hasNodeOptions: true,
  hasInspector: false,
  noBrowserGlobals: false,
  bits: 64,
  hasDtrace: false,
  getDefaultLocale: () => Intl.DateTimeFormat().resolvedOptions().locale,
});
