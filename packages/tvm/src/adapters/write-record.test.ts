import { closeSync, mkdtempSync, openSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { writeRecord } from './write-record.ts';

const folder = mkdtempSync(join(tmpdir(), 'sentinel-record-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** Writes where output takes lines or not; what stands in each stream then. */
function written(line: string, outputTakes: boolean) {
  const output = openSync(join(folder, 'output'), outputTakes ? 'w' : 'a+');
  const error = openSync(join(folder, 'error'), 'w');
  // A descriptor that only reads refuses every write.
  const given = outputTakes ? output : openSync(join(folder, 'output'), 'r');
  let thrown: unknown;
  try {
    writeRecord(line, { output: given, error });
  } catch (caught) {
    thrown = caught;
  }
  for (const each of new Set([output, given, error])) closeSync(each);
  const read = (name: string) => readFileSync(join(folder, name), 'utf8');
  return { thrown, output: read('output'), error: read('error') };
}

test('a line goes to standard output, and nothing else is said', () => {
  const { thrown, output, error } = written('{"seq":0}', true);

  expect(thrown).toBeUndefined();
  expect([output, error]).toEqual(['{"seq":0}\n', '']);
});

test('a line that is not taken is counted on standard error, without its text, and fails', () => {
  const { thrown, error } = written('{"seq":1}', false);

  expect(thrown).toBeInstanceOf(Error);
  expect(JSON.parse(error)).toMatchObject({
    TrailFailed: 1,
    detail: expect.stringContaining('EBADF'),
    _aws: { CloudWatchMetrics: [{ Namespace: 'Sentinel', Metrics: [{ Name: 'TrailFailed' }] }] },
  });
  expect(error).not.toContain('seq');
});
