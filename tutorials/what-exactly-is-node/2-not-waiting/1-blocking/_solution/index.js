const fs = require('node:fs');

console.log('asked');
fs.readFile('letter.txt', 'utf8', (error, text) => {
  if (error) throw error;
  console.log(`letter: ${text.trim()}`);
});
console.log('while the disk works');
