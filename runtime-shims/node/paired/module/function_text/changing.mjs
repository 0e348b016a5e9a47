export let changing = 1;
export function change() {
  changing++;
  return import('node:os');
}
export default function () {
  return import.meta.filename;
}
