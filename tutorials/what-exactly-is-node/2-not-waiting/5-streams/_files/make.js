// Makes a text of 20,000 lines.
const fs = require('node:fs');

const lines = Array.from({ length: 20_000 }, (_, index) => `line ${index + 1} of a long text`);
fs.writeFileSync('long.txt', `${lines.join('\n')}\n`);
