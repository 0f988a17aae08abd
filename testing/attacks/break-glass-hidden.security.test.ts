import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { needed, openShot, post, repelAll, vault, why } from './break-glass-shots.ts';
import { openRange, type Range } from './firing-range.ts';
import type { Keys, Shot } from './hostile-client.ts';
import { vendShot } from './repel.ts';

let range: Range;
let mallory: Keys;
let alice: Keys;
let carol: Keys;

beforeAll(async () => {
  range = await openRange({
    roles: { Vault: ['twin'] },
    documents: {
      '/sentinel/policies/twin': vault({ eligible: ['alice@example.com'] }),
      '/sentinel/policies/hidden': vault({ eligible: ['carol@example.com'] }).replace(
        'any: true',
        'users: [carol@example.com]',
      ),
    },
  });
  [mallory, alice, carol] = [range.keysOf('mallory'), range.keysOf('alice'), range.keysOf('carol')];
});
afterAll(() => range.close());

describe('SEC-26 a profile that is hidden, and one that does not exist', () => {
  test('SEC-26 whom the hidden one is for is told what it asks for', async () => {
    await repelAll(range, [['what they may ask for', carol, vendShot('hidden'), needed]]);
  });

  const session_id = '0123456789abcdef';
  test.each<[string, (name: string) => Shot]>([
    ['a vend', (name) => vendShot(name)],
    ['a vend by query', (name) => ({ target: `/?profile=${name}` })],
    ['a vend of a scope', (name) => vendShot(name, { scope: 'read-only' })],
    ['a vend in a session', (name) => vendShot(name, { session_id })],
    ['an explanation', (name) => ({ target: `/explain?profile=${name}` })],
    ['a request', (name) => post('/requests', { profile: name, justification: why })],
    [
      'a request of too long a grant',
      (name) => post('/requests', { profile: name, justification: why, duration: 604_800 }),
    ],
    ['a broken glass', (name) => openShot({ profiles: [name] })],
    ['a broken glass beside another', (name) => openShot({ profiles: ['twin', name] })],
    [
      'a broken glass by no reason of theirs',
      (name) => openShot({ profiles: [name], reason_code: 'x' }),
    ],
    ['a list of sessions', (name) => ({ target: `/sessions?profile=${name}` })],
    ['a list of requests', (name) => ({ target: `/requests?profile=${name}` })],
    [
      'a list of those to approve',
      (name) => ({ target: `/requests?view=to_approve&profile=${name}` }),
    ],
    ['a list of broken glass', (name) => ({ target: `/break-glass?profile=${name}` })],
  ])('SEC-26 answer %s alike, to the byte', async (_what, shot) => {
    for (const by of [mallory, alice]) {
      const told = [];
      for (const name of ['hidden', 'absent']) {
        const { status, body, requestId = '' } = await range.fire(by, shot(name));
        told.push(`${status} ${body.replaceAll(requestId, 'ID').replaceAll(name, 'NAME')}`);
      }

      expect(told[0], 'SECURITY VIOLATION: it shows which profile exists').toBe(told[1]);
    }
  });
});
