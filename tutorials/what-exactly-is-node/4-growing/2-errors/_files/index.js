const fs = require('node:fs');

const name = process.argv[2];
fs.readFile(name, 'utf8', (error, text) => {
  console.log(`${text.trim()} seeds`);
});
