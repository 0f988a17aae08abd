import { createHash } from 'node:crypto';
import { expect, test } from 'vitest';
import { alice, codeOf, sha256 } from '../testing/a-world.ts';
import { anApprovalWorld, asked, askFor, mallory } from '../testing/an-approval.ts';
import { keyedCall } from './idempotency.ts';

const about = { key: 'k1', subject: 'mallory@example.com', route: ['create-request'], body: {} };

test('SEC-04 whoever chooses keys cannot tell, and so cannot search for, the id that one leads to', async () => {
  const idUnder = async (secret: number) => {
    const control = { pageTokenKey: async () => new Uint8Array(32).fill(secret) };
    return (await keyedCall(about, { control, sha256 }))?.id;
  };
  const { subject, route, key } = about;
  const told = createHash('sha256')
    .update(JSON.stringify([subject, route, key]))
    .digest('hex');

  const [one, again, other] = [await idUnder(1), await idUnder(1), await idUnder(2)];

  expect(one).toBe(again);
  expect(one, 'SECURITY VIOLATION: no secret is in it').not.toBe(other);
  expect(one, 'SECURITY VIOLATION: no secret is in it').not.toBe(told.slice(0, 16));
});

test('SEC-04 a key that leads to the id of another call shows nothing of it', async () => {
  const { world } = anApprovalWorld();
  const { id } = await asked(world, {}, { signer: alice });
  const colliding = {
    ...world,
    sha256: (data: string | Uint8Array) =>
      String(data).includes('"create-request"') ? Buffer.from(id, 'hex') : sha256(data),
  };

  const answer = await askFor(colliding, {}, { signer: mallory, key: 'k1' });

  expect(codeOf(answer), 'SECURITY VIOLATION: it was shown').toBe('DEPENDENCY_UNAVAILABLE');
});
