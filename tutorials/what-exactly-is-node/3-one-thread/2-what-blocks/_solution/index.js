const end = 300_000_000;
const piece = 10_000_000;
let beats = 0;
const heart = setInterval(() => (beats += 1), 10);

function finished(count) {
  console.log(`counted ${count}`);
  console.log(`heart beats while counting: ${beats}`);
  clearInterval(heart);
}

let count = 0;
function next() {
  const stop = Math.min(end, count + piece);
  let i = count;
  while (i < stop) i += 1;
  count = i;
  if (count < end) setImmediate(next);
  else finished(count);
}
next();
