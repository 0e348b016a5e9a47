function sum(a, b) {
  let total = 0;
  for (let i = a; i < b; i++) total += i % 7;
  return total;
}

function time(calls) {
  const start = performance.now();
  for (let i = 0; i < calls; i++) sum(0, 1000);
  return (performance.now() - start).toFixed(2);
}

console.log(`engine: ${process.versions.v8}`);
console.log(`first: ${time(100)} ms`);
time(20_000);
console.log(`later: ${time(100)} ms`);
