import { explainAnswer } from '@sentinel/core/contract/explain';
import { putRules } from '@sentinel/core/testing/a-vend';
import { alice, aWorld } from '@sentinel/core/testing/a-world';
import { expect, test } from 'vitest';
import { anEvent, rim } from '../../../testing/an-event.ts';
import { createApp } from '../app.ts';

const who = 'groups: [engineering]';
const approval = 'approval: { approvers: { users: [carol@example.com] } }';

/** What alice is told of a profile with these rules; it is a Sunday. */
async function explained(rules: string, sections = '') {
  const { outside, world } = aWorld();
  putRules(outside, 'data', rules, sections);
  const answer = await createApp(world, rim)(
    anEvent(alice, { path: '/explain', query: 'profile=data' }),
    'lambda-1',
  );
  const json = JSON.parse(answer.body);
  expect(explainAnswer().safeParse(json), answer.body).toMatchObject({ success: true });
  return json;
}

test('who is refused for now is told why, from when on not, and nothing to run', async () => {
  const json = await explained(`
  - { name: rest, effect: deny, reason: not on Sundays, conditions: { time: { days: [sunday], timezone: UTC } } }
  - { name: all, effect: allow, conditions: { ${who} } }`);

  expect(json).toMatchObject({
    access: 'not_now',
    effect: 'deny',
    rule: 'rest',
    reason: 'not on Sundays',
    opens_at: '2026-01-26T00:00:00.000Z',
  });
  expect('next' in json).toBe(false);
});

test('who is refused for good is told no moment', async () => {
  const json = await explained(`
  - { name: never, effect: deny, conditions: { any: true } }
  - { name: all, effect: allow, conditions: { ${who} } }`);

  expect(json).toMatchObject({ access: 'not_now', effect: 'deny', rule: 'never' });
  expect('opens_at' in json || 'reason' in json).toBe(false);
});

test.each([
  [
    'allow',
    'justification: { required: true }',
    '',
    'sentinel exec data --justification "..." -- COMMAND',
  ],
  [
    'allow',
    'justification: { required: true, tickets: ["OPS-*"] }',
    '',
    'sentinel exec data --justification "..." --ticket "..." -- COMMAND',
  ],
  [
    'require_approval',
    'justification: { required: true, tickets: ["OPS-*"] }',
    approval,
    'sentinel request data --for 1h --justification "..." --ticket "..."',
  ],
])('`%s` under `%s` tells what to say: %s', async (effect, needed, sections, next) => {
  const json = await explained(
    `  - { name: a, effect: ${effect}, conditions: { ${who}, ${needed} } }`,
    sections,
  );

  expect(json).toMatchObject({ access: effect, next });
});
