import { heading } from './heading.js';

const button = document.querySelector('button');
let count = 0;

function show() {
  document.querySelector('h1').textContent = heading;
  button.textContent = `count is ${count}`;
}

button.addEventListener('click', () => {
  count += 1;
  show();
});
show();

// What is imported is the new one when the module has been replaced; the count stays.
import.meta.webpackHot?.accept('./heading.js', show);
