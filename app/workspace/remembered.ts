/** Values kept in this browser. A browser that refuses storage keeps them for the visit only. */
export function recall<Value extends object>(key: string, fallback: Value): Value {
  try {
    return { ...fallback, ...JSON.parse(localStorage.getItem(key) ?? '{}') };
  } catch {
    return fallback;
  }
}

export function remember(key: string, value: object): void {
  try {
    localStorage.setItem(key, JSON.stringify(value));
  } catch {
    // Storage is full or switched off: the page works all the same.
  }
}
