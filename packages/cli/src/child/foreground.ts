import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';

/**
 * Whether this process is in the foreground group of a terminal: then a Ctrl-C has reached the child as well,
 * and forwarding it would interrupt twice, which many programs take as "at once".
 * Asked when the signal comes, for a shell may move a job. Where it cannot be told, the answer is no:
 * a signal too many is better than a child that hears none.
 */
export function isForeground(platform: NodeJS.Platform = process.platform): boolean {
  try {
    const [own, foreground] = platform === 'linux' ? fromProc() : fromPs();
    return own !== undefined && own === foreground;
  } catch {
    return false;
  }
}

/** https://man7.org/linux/man-pages/man5/proc_pid_stat.5.html: after the name come state, ppid, pgrp, session, tty, tpgid. */
function fromProc(): readonly (string | undefined)[] {
  const stat = readFileSync('/proc/self/stat', 'utf8');
  const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
  return [fields[2], fields[5]];
}

function fromPs(): readonly (string | undefined)[] {
  const asked = ['-o', 'pgid=,tpgid=', '-p', String(process.pid)];
  const said = execFileSync('/bin/ps', asked, { encoding: 'utf8', timeout: 500 });
  return said.trim().split(/\s+/);
}
