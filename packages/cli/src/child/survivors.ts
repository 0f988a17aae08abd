import { readdirSync, readFileSync } from 'node:fs';

/**
 * Whether a process lives that was given this endpoint: one that the child left behind. Only Linux tells, by
 * the environment that a process was started with; elsewhere, and of what may not be read, the answer is no.
 * https://man7.org/linux/man-pages/man5/proc_pid_environ.5.html
 */
export function hasSurvivors(endpointUrl: string, processes = '/proc'): boolean {
  const mark = `\0AWS_CONTAINER_CREDENTIALS_FULL_URI=${endpointUrl}\0`;
  return numbered(processes).some((id) =>
    `\0${textOf(`${processes}/${id}/environ`)}`.includes(mark),
  );
}

function numbered(directory: string): readonly string[] {
  try {
    return readdirSync(directory).filter((name) => /^[0-9]+$/.test(name));
  } catch {
    return [];
  }
}

function textOf(path: string): string {
  try {
    return readFileSync(path, 'latin1');
  } catch {
    return '';
  }
}
