const { readFile } = require('node:fs/promises');

async function main() {
  const words = [];
  for (const name of ['1.txt', '2.txt', '3.txt']) words.push((await readFile(name, 'utf8')).trim());
  console.log(words.join(' '));
  try {
    await readFile('4.txt', 'utf8');
  } catch (error) {
    console.log(`no fourth: ${error.code}`);
  }
}

main();
