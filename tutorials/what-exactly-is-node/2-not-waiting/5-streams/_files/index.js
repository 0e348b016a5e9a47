const fs = require('node:fs');
require('./make.js');

const text = fs.readFileSync('long.txt', 'utf8');
fs.writeFileSync('loud.txt', text);
