import { readFileSync } from 'node:fs';

/** https://man7.org/linux/man-pages/man5/proc_pid_stat.5.html: the clock of times there, on every Linux of today. */
const msPerTick = 10;

/** Milliseconds of CPU that a process has used, all threads together: what `process.cpuUsage` tells within it. */
export function cpuMsOf(pid: number): number {
  const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
  const [, , , , , , , , , , , user, system] = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
  return (Number(user) + Number(system)) * msPerTick;
}

/** Megabytes that a process holds of the machine's memory. */
export function residentMbOf(pid: number): number {
  const status = readFileSync(`/proc/${pid}/status`, 'utf8');
  return Number(/^VmRSS:\s+(\d+) kB$/m.exec(status)?.[1]) / 1024;
}
