export const name = 'inner';
export { default as other } from './other.cjs';
