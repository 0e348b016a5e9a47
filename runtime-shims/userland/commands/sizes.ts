/** Bytes with a unit of 1024, as `ls -h` and `du -h` write them. */
export function humanSize(bytes: number): string {
  const units = ['', 'K', 'M', 'G', 'T'];
  let value = bytes;
  let unit = 0;
  while (value >= 1024 && unit < units.length - 1) {
    value /= 1024;
    unit += 1;
  }
  if (unit === 0 || value >= 10) return `${Math.ceil(value)}${units[unit]}`;
  return `${(Math.ceil(value * 10) / 10).toFixed(1)}${units[unit]}`;
}
