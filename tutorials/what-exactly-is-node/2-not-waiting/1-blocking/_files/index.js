const fs = require('node:fs');

console.log('asked');
const text = fs.readFileSync('letter.txt', 'utf8');
console.log(`letter: ${text.trim()}`);
console.log('while the disk works');
