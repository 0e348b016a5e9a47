import { area } from './area.mjs';

console.log(area(2, 3));
