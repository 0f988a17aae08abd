// Stands beside `api.cjs` and before it: hands every event on, and says in a header of the answer what it took. What
// is asked of AWS is seen through Node's own channels, so the code that is measured is the code that is released.
const { subscribe } = require('node:diagnostics_channel');
const { writeSync } = require('node:fs');
const { PerformanceObserver, performance } = require('node:perf_hooks');
const { getHeapSpaceStatistics, getHeapStatistics } = require('node:v8');
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

// Node tells of a collection after it is over: a call's are told with the answer of the next.
const collections = [];
new PerformanceObserver((list) => {
  for (const { startTime, duration } of list.getEntries()) collections.push([startTime, duration]);
}).observe({ entryTypes: ['gc'] });
let last;
let isWarm = false;

/** Milliseconds outside AWS of the last call, and what collecting garbage took meanwhile; nothing of a cold one. */
function ofLast() {
  if (last === undefined) return [];
  const within = collections.filter(([start]) => start >= last.from && start < last.from + last.ms);
  collections.length = 0;
  return [last.ms - last.waitedMs, within.reduce((sum, [, duration]) => sum + duration, 0)];
}

// What is still in use once all garbage is gone, and the room that young objects have, in bytes: a line on demand.
process.on('SIGUSR2', () => {
  globalThis.gc();
  const { used_heap_size: live } = getHeapStatistics();
  const young = getHeapSpaceStatistics().find(({ space_name: name }) => name === 'new_space');
  const heap = { pid: process.pid, live, young: young.physical_space_size };
  writeSync(1, `${JSON.stringify({ heap })}\n`);
});

exports.handler = async (event, context) => {
  const before = ofLast();
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
  last = isWarm ? { from, ms, waitedMs } : undefined;
  isWarm = true;
  const told = [ms, waitedMs, cpuMs, threadMs, calls, ...before]
    .map((number) => number.toFixed(3))
    .join();
  return { ...answer, headers: { ...answer.headers, 'X-Load-Worker': told } };
};
