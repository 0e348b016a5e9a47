/** `internalBinding('permission')` (src/permission/permission.cc) with the permission model off: all is granted. */
import type { BindingFactory } from '../environment.ts';

export const binding: BindingFactory = () => ({
  has: () => true,
  // Dropping what was never restricted changes nothing, as natively without --permission.
  drop: () => undefined,
});
