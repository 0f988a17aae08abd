// A process of its own, as little as can be: loads a handler and calls it. Arguments: its file, events as JSON.
const [file, ...events] = process.argv.slice(2);
const cpuBefore = process.cpuUsage();
const before = performance.now();
const { handler } = require(file);
const loadMs = performance.now() - before;
const { user, system } = process.cpuUsage(cpuBefore);
const loadCpuMs = (user + system) / 1000;
(async () => {
  const callMs = [];
  for (const event of events) {
    const since = performance.now();
    const answer = await handler(JSON.parse(event), { awsRequestId: 'a1' });
    callMs.push(performance.now() - since);
    if (answer.statusCode >= 400) throw new Error(answer.body);
  }
  console.log(JSON.stringify({ loadMs, loadCpuMs, callMs }));
  process.exit(0);
})();
