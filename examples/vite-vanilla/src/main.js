import { heading } from './heading.js';
import './style.css';

document.querySelector('#app').innerHTML = `
  <main>
    <h1>${heading}</h1>
    <button type="button"></button>
    <p>Change the heading in src/heading.js: the count stays.</p>
  </main>`;

let count = 0;
const button = document.querySelector('button');
const show = () => {
  button.textContent = `count is ${count}`;
};
button.addEventListener('click', () => {
  count += 1;
  show();
});
show();

import.meta.hot?.accept('./heading.js', (changed) => {
  document.querySelector('h1').textContent = changed.heading;
});
