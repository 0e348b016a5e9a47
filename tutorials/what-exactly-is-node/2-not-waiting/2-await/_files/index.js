const fs = require('node:fs');

fs.readFile('1.txt', 'utf8', (error, first) => {
  fs.readFile('2.txt', 'utf8', (error, second) => {
    fs.readFile('3.txt', 'utf8', (error, third) => {
      console.log(first, second, third);
    });
  });
});
