const fs = require('node:fs');

const plants = fs.readFileSync('plants.txt', 'utf8').trim().split('\n');
console.log(`${plants.length} plants`);
const longest = plants.reduce((best, name) => (name.length > best.length ? name : best));
fs.writeFileSync('longest.txt', `${longest}\n`);
