/** `internalBinding('permission')` (src/permission/permission.cc). */
import type { BindingFactory } from '../environment.ts';
import { permissionPolicyOf, scopes } from '../permission_policy.ts';

type Reference = string | Uint8Array | undefined;

export const binding: BindingFactory = (environment) => ({
  has(scope: string, reference: Reference) {
    const needed = Object.hasOwn(scopes, scope) ? scopes[scope] : undefined;
    const policy = permissionPolicyOf(environment);
    return needed ? needed.every((permission) => policy.has(permission, reference ?? undefined)) : false;
  },
  drop(scope: string, reference: Reference) {
    const policy = permissionPolicyOf(environment);
    for (const permission of (Object.hasOwn(scopes, scope) && scopes[scope]) || [])
      policy.drop(permission, reference ?? undefined);
  },
});
