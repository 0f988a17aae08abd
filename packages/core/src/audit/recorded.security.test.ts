import { createHash } from 'node:crypto';
import { describe, expect, test } from 'vitest';
import { memoryWorld } from '../memory/world.ts';
import { isRefusal, reasons } from '../reasons.ts';
import { createLedger } from './ledger.ts';
import { recorded, type Story } from './recorded.ts';

const sha256 = (data: string | Uint8Array) => createHash('sha256').update(data).digest();
const opening = { event: 'vend', request_id: '0123456789abcdef' };
const credentials = { AccessKeyId: 'ASIAEXAMPLEEXAMPLE01' };

/** What a vend tells before its credentials go out: the key, and the line that is fixed. */
function issue(story: Story) {
  story.note({ access_key_id: credentials.AccessKeyId });
  story.fix();
}

function aWorld(spoil = (write: (line: string) => void) => write) {
  const outside = memoryWorld();
  const { clock, trail } = outside.ports;
  const spoilt = { ...trail, write: spoil(trail.write) };
  return {
    world: { clock, ledger: createLedger('w1', { trail: spoilt, clock, sha256 }) },
    decisions: () =>
      outside.trail
        .lines()
        .map((line) => JSON.parse(line))
        .filter((line) => 'seq' in line),
  };
}

describe('SEC-12 what is issued or withdrawn has its line', () => {
  test('SEC-12 nothing is handed out whose line cannot be written', async () => {
    const { world } = aWorld(() => () => {
      throw new Error('no space left');
    });

    const result = await recorded(opening, world, async (story) => {
      issue(story);
      return credentials;
    });

    expect(isRefusal(result), 'SECURITY VIOLATION: credentials without a line').toBe(true);
    expect(JSON.stringify(result)).not.toContain(credentials.AccessKeyId);
  });

  test.each([
    ['is refused', async () => reasons.sessionRevoked()],
    [
      'fails',
      async () => {
        throw new Error('lost');
      },
    ],
  ])('SEC-12 what was issued, and then %s, is told of as withdrawn', async (_how, end) => {
    const { world, decisions } = aWorld();

    await recorded(opening, world, async (story) => {
      issue(story);
      return end();
    });

    expect(decisions(), 'SECURITY VIOLATION: nobody learns that a key exists').toMatchObject([
      { outcome: 'allow', access_key_id: credentials.AccessKeyId, seq: 0 },
      { outcome: 'withdrawn', access_key_id: credentials.AccessKeyId, seq: 1 },
    ]);
  });
});
