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

// Print: engine: VERSION
// Print: first: TIME ms     (of 100 calls)
// Then let it run 20,000 times, and
// print: later: TIME ms     (of 100 calls)
