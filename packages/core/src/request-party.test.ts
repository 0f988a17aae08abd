import { describe, expect, test } from 'vitest';
import { codeOf } from '../testing/a-world.ts';
import {
  act,
  anApprovalWorld,
  asked,
  carol,
  dan,
  granted,
  listed,
  productionOf,
  putLater,
  rita,
  seen,
} from '../testing/an-approval.ts';

const byUsers = (approvers: string) =>
  productionOf({ approval: `{ approvers: { users: [${approvers}] }, count: 2 }` });

describe('where a profile needs no approval any more', () => {
  const allowing = `version: "1"
profile: { role_arn: "arn:aws:iam::111122223333:role/SentinelProtected-Production" }
rules: [{ name: all, effect: allow, conditions: { any: true } }]
`;

  test('nobody approves what still waits, nor sees it as approver', async () => {
    const started = anApprovalWorld();
    const { id } = await asked(started.world);
    putLater(started, 'production', allowing);

    const codes = [
      codeOf(await act(started.world, ['approve', id], { signer: carol })),
      codeOf(await seen(started.world, id, carol)),
      codeOf(await seen(started.world, id)),
      codeOf(await seen(started.world, id, rita)),
    ];

    expect(codes).toEqual(['NOT_FOUND', 'NOT_FOUND', 'OK', 'OK']);
    expect(await listed(started.world, { view: 'to_approve' }, carol)).toMatchObject({ items: [] });
  });
});

describe('approvers who are named one by one', () => {
  test('count as long as policy names them', async () => {
    const { world } = anApprovalWorld({
      production: byUsers('carol@example.com, dan@example.com'),
    });
    const { id } = await asked(world);

    await act(world, ['approve', id], { signer: carol });
    const second = granted(await act(world, ['approve', id], { signer: dan }));

    expect(second.status).toBe('approved');
  });

  test('count no more when it does not', async () => {
    const started = anApprovalWorld({ production: byUsers('carol@example.com, dan@example.com') });
    const { id } = await asked(started.world);
    await act(started.world, ['approve', id], { signer: carol });
    putLater(started, 'production', byUsers('dan@example.com, erin@example.com'));

    const second = granted(await act(started.world, ['approve', id], { signer: dan }));

    expect(second.status).toBe('pending');
  });
});
