const fs = require('node:fs');

const name = process.argv[2];
fs.readFile(name, 'utf8', (error, text) => {
  if (error) {
    console.log(`${name}: ${error.code}`);
    process.exitCode = 2;
    return;
  }
  console.log(`${text.trim()} seeds`);
});
