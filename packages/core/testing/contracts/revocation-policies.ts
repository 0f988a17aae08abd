import type { RevocationAccount, RevocationPolicies } from '@sentinel/core/revoker-ports';
import { describe, expect, test } from 'vitest';

export type RevocationPoliciesFixture = {
  /** One more client of the same policy, which has one version at first. */
  connect(): RevocationPolicies;
  readonly at: RevocationAccount;
};

/** What every adapter of `RevocationPolicies` must do. */
export function revocationPoliciesContract(
  name: string,
  start: () => Promise<RevocationPoliciesFixture>,
): void {
  describe(`revocation policies: ${name}`, () => {
    test('what is created is in force, and is read as it was written', async () => {
      const { connect, at } = await start();

      expect(await connect().create(at, document('direct'))).toBe('created');

      const [newest, ...others] = byNumber(await connect().versions(at));
      expect(newest?.isDefault).toBe(true);
      expect(others.map(({ isDefault }) => isDefault)).toEqual([false]);
      expect(await connect().read(at, newest?.id ?? '')).toBe(document('direct'));
    });

    test('as many versions as there may be are full, until one is removed', async () => {
      const { connect, at } = await start();
      const policies = connect();
      for (const via of ['a', 'b', 'c', 'd']) await policies.create(at, document(via));

      expect(await policies.create(at, document('e'))).toBe('full');

      const oldest = byNumber(await policies.versions(at)).at(-1);
      expect(await policies.remove(at, oldest?.id ?? '')).toBe(true);
      expect(await policies.create(at, document('e'))).toBe('created');
      const ids = byNumber(await policies.versions(at)).map(({ id }) => id);
      expect(ids).toEqual(['v6', 'v5', 'v4', 'v3', 'v2']);
    });

    test('the version in force is not removed', async () => {
      const { connect, at } = await start();
      await connect().create(at, document('direct'));

      expect(await connect().remove(at, 'v2')).toBe(false);

      expect(await connect().read(at, 'v2')).toBe(document('direct'));
    });

    test('a version that is gone is removed, and read as none', async () => {
      const { connect, at } = await start();
      await connect().create(at, document('direct'));
      await connect().remove(at, 'v1');

      expect(await connect().remove(at, 'v1')).toBe(true);
      expect(await connect().read(at, 'v1')).toBeUndefined();
    });

    test('a policy that does not exist is our own mistake', async () => {
      const { connect, at } = await start();
      const elsewhere = { ...at, policyArn: `${at.policyArn}2` };

      await expect(connect().versions(elsewhere)).rejects.toMatchObject({ code: 'CONFIG_ERROR' });
      await expect(connect().create(elsewhere, document('a'))).rejects.toMatchObject({
        code: 'CONFIG_ERROR',
      });
    });
  });
}

function byNumber<T extends { readonly id: string }>(versions: readonly T[]): readonly T[] {
  return [...versions].sort((a, b) => Number(b.id.slice(1)) - Number(a.id.slice(1)));
}

/** A policy with characters that need escaping on the way. */
function document(via: string): string {
  return JSON.stringify({
    Version: '2012-10-17',
    Statement: [
      {
        Effect: 'Deny',
        Action: '*',
        Resource: '*',
        Condition: { StringEquals: { 'aws:SourceIdentity': `sentinel.${via}.a+b=c@d` } },
      },
    ],
  });
}
