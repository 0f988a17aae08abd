import { execFileSync } from 'node:child_process';
import { cpus, loadavg, release, totalmem, type } from 'node:os';
import { root } from '../../scripts/run.ts';

/** Where and on what something was measured, as lines of Markdown. */
export function describeMachine(): readonly string[] {
  const processors = cpus();
  return [
    `- processor: ${processors[0]?.model.trim() ?? 'unknown'}, ${processors.length} cores`,
    `- memory: ${Math.round(totalmem() / 2 ** 30)} GB`,
    `- system: ${type()} ${release()}, Node ${process.versions.node}`,
    `- commit: ${commit()}`,
  ];
}

/** How many processes wanted the processor over the last minute. */
export function load(): string {
  return (loadavg()[0] ?? 0).toFixed(1);
}

function commit(): string {
  const git = (...args: string[]) =>
    execFileSync('git', args, { cwd: root, encoding: 'utf8' }).trim();
  try {
    const changed = git('status', '--porcelain', '--untracked-files=no', 'packages', 'scripts');
    const files = changed === '' ? 0 : changed.split('\n').length;
    const changes = files === 0 ? '' : `, and changes to ${files} of its files`;
    return `${git('rev-parse', '--short=12', 'HEAD')}${changes}`;
  } catch {
    return 'unknown';
  }
}
