const fs = require('node:fs');

// Your prediction: each letter once.
const guess = 'CFAGBED';

const seen = [];
const letter = (name) => () => seen.push(name);

setTimeout(letter('E'), 0);
Promise.resolve().then(letter('D'));
process.nextTick(letter('C'));
seen.push('A');
fs.readFile(__filename, () => {
  setTimeout(letter('G'), 0);
  setImmediate(letter('F'));
});
seen.push('B');

setTimeout(() => {
  // Made so that the alphabet is not the answer.
  const names = { A: 'C', B: 'F', C: 'A', D: 'G', E: 'B', F: 'E', G: 'D' };
  const order = seen.map((name) => names[name]).join('');
  const right = [...guess].filter((name, index) => name === order[index]).length;
  console.log(`right: ${right} of 7`);
  if (right < 7) console.log('what each line records: A→C B→F C→A D→G E→B F→E G→D');
}, 200);
