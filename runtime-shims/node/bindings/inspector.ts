/**
 * src/inspector_js_api.cc: a worker has no inspector of its own, the browser's tools look at it from outside. With
 * `config.hasInspector` false the library refuses `require('inspector')` itself (ERR_INSPECTOR_NOT_AVAILABLE).
 */
import type { BindingFactory } from '../environment.ts';
import { completeFromShape } from '../from_shape.ts';

export const binding: BindingFactory = (environment) =>
  completeFromShape(environment, 'inspector', {
    isEnabled: () => false,
    url: () => undefined,
    console: {},
    setConsoleExtensionInstaller(): void {},
    registerAsyncHook(): void {},
  });
