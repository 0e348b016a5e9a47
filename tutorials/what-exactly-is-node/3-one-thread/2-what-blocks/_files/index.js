const end = 300_000_000;
let beats = 0;
const heart = setInterval(() => (beats += 1), 10);

function finished(count) {
  console.log(`counted ${count}`);
  console.log(`heart beats while counting: ${beats}`);
  clearInterval(heart);
}

let count = 0;
while (count < end) count += 1;
finished(count);
