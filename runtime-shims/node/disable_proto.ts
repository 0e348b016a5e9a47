/** `--disable-proto` (InitializePrimordials in src/api/environment.cc): `Object.prototype.__proto__` goes, or throws. */
export function disableProto(mode: string): void {
  if (mode === '') return;
  Reflect.deleteProperty(Object.prototype, '__proto__');
  if (mode !== 'throw') return;
  const refuse = (): never => {
    const text = 'Accessing Object.prototype.__proto__ has been disallowed with --disable-proto=throw';
    throw Object.assign(new Error(text), { code: 'ERR_PROTO_ACCESS' });
  };
  Object.defineProperty(Object.prototype, '__proto__', {
    get: refuse,
    set: refuse,
    enumerable: false,
    configurable: true,
  });
}
