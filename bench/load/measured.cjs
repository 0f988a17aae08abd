// Stands beside `api.cjs` and before it: hands every event on, and says in a header of the answer what it took. What
// is asked of AWS is seen through Node's own channels, so the code that is measured is the code that is released.
const { subscribe } = require('node:diagnostics_channel');
const { performance } = require('node:perf_hooks');
const { handler } = require('./api.cjs');

let open = 0;
let calls = 0;
let waitedMs = 0;
let since = 0;

function ended() {
  open -= 1;
  if (open === 0) waitedMs += performance.now() - since;
}
subscribe('http.client.request.start', () => {
  calls += 1;
  open += 1;
  if (open === 1) since = performance.now();
});
subscribe('http.client.response.finish', ended);
subscribe('http.client.request.error', ended);

exports.handler = async (event, context) => {
  calls = 0;
  waitedMs = 0;
  const cpu = process.cpuUsage();
  const thread = process.threadCpuUsage();
  const from = performance.now();
  const answer = await handler(event, context);
  const ms = performance.now() - from;
  const ofAll = process.cpuUsage(cpu);
  const ofThread = process.threadCpuUsage(thread);
  const cpuMs = (ofAll.user + ofAll.system) / 1000;
  const threadMs = (ofThread.user + ofThread.system) / 1000;
  const told = [ms, waitedMs, cpuMs, threadMs, calls].map((number) => number.toFixed(3)).join();
  return { ...answer, headers: { ...answer.headers, 'X-Load-Worker': told } };
};
