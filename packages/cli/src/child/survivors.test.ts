import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { expect, onTestFinished, test } from 'vitest';
import { hasSurvivors } from './survivors.ts';

const url = `http://127.0.0.1:1/${process.pid}`;

test('where there is no list of processes the answer is no', () => {
  expect(hasSurvivors(url, '/no/such/directory')).toBe(false);
});

test.runIf(process.platform === 'linux')(
  'what was given the endpoint is found while it lives',
  async () => {
    const before = hasSurvivors(url);
    const child = spawn('cat', {
      env: { PATH: process.env['PATH'] ?? '', AWS_CONTAINER_CREDENTIALS_FULL_URI: url },
      stdio: ['pipe', 'pipe', 'ignore'],
    });
    onTestFinished(() => void child.kill());
    // A process that has just been spawned may have no environment yet; one that answers has.
    child.stdin.write('\n');
    await once(child.stdout, 'data');

    const during = [
      hasSurvivors(url),
      hasSurvivors(`${url}/other`),
      hasSurvivors(url.slice(0, -1)),
    ];
    child.kill();
    await new Promise((resolve) => child.once('exit', resolve));

    expect(before).toBe(false);
    expect(during).toEqual([true, false, false]);
    expect(hasSurvivors(url)).toBe(false);
  },
);
