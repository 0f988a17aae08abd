import { describe, expect, test } from 'vitest';
import { sealedPageTokens } from './page-tokens.ts';

const key = new Uint8Array(32).fill(9);
const tokens = sealedPageTokens(async () => key);

describe('SEC-21 page tokens', () => {
  test('SEC-21 open for the caller and query that they were sealed for', async () => {
    const token = await tokens.seal('2026-01-25T14:30:00.000Z#ab', 'alice mine');

    const opened = await tokens.open(token, 'alice mine');

    expect(opened).toBe('2026-01-25T14:30:00.000Z#ab');
    expect(token, 'SECURITY VIOLATION: a token can be read').not.toContain('2026');
  });

  test('SEC-21 do not open for another caller or query, nor under another key', async () => {
    const token = await tokens.seal('x', 'alice mine');
    const others = sealedPageTokens(async () => new Uint8Array(32).fill(8));

    const opened = [
      await tokens.open(token, 'mallory mine'),
      await others.open(token, 'alice mine'),
    ];

    expect(opened, 'SECURITY VIOLATION: a foreign token is taken').toEqual([undefined, undefined]);
  });

  test('SEC-21 do not open when a single character is changed, cut off or added', async () => {
    const token = await tokens.seal('2026', 'alice');
    const changed = [...token].flatMap((character, index) => [
      `${token.slice(0, index)}${character === 'A' ? 'B' : 'A'}${token.slice(index + 1)}`,
      token.slice(0, index),
    ]);

    const opened = await Promise.all(
      [...changed, `${token}A`, `${token}=`].map((each) => tokens.open(each, 'alice')),
    );

    expect(
      opened.filter((each) => each !== undefined),
      'SECURITY VIOLATION: a forged token is taken',
    ).toEqual([]);
  });
});
