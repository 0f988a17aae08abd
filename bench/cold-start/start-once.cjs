// A process of its own, as little as can be: loads a handler and calls it. Arguments: its file, events as JSON.
const [file, ...events] = process.argv.slice(2);
const before = performance.now();
const { handler } = require(file);
const loadMs = performance.now() - before;
(async () => {
  const callMs = [];
  for (const event of events) {
    const since = performance.now();
    const answer = await handler(JSON.parse(event), { awsRequestId: 'a1' });
    callMs.push(performance.now() - since);
    if (answer.statusCode >= 400) throw new Error(answer.body);
  }
  console.log(JSON.stringify({ loadMs, callMs }));
  process.exit(0);
})();
