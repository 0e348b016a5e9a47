const requests = Array.from({ length: 12 }, (_, number) => `request ${number}`);

/** Deals `requests` to `workers` in turn: answers one list for each worker. */
function deal(requests, workers) {
  const lists = Array.from({ length: workers }, () => []);
  requests.forEach((request, index) => lists[index % workers].push(request));
  return lists;
}

deal(requests, 3).forEach((list, index) => console.log(`worker ${index + 1}: ${list.length} requests`));
const [first, third] = deal(requests, 2);
console.log(`after the death of worker 2: ${first.length} and ${third.length}`);
