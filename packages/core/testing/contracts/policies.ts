import type { DocumentRef, Policies } from '@sentinel/core/ports';
import { describe, expect, test } from 'vitest';

export type PoliciesFixture = {
  connect(): Policies;
  /** Stores a document's next version. */
  put(ref: DocumentRef, text: string): Promise<void>;
  remove(ref: DocumentRef): Promise<void>;
};

const production = { kind: 'profile', name: 'production' } as const;

/** What every adapter of `Policies` must do, with documents under `/sentinel`. */
export function policiesContract(name: string, start: () => Promise<PoliciesFixture>): void {
  describe(`policies: ${name}`, () => {
    test.each<[string, DocumentRef]>([
      ['/sentinel/directory', { kind: 'directory' }],
      ['/sentinel/baseline', { kind: 'baseline' }],
      ['/sentinel/groups/oncall', { kind: 'group', name: 'oncall' }],
      ['/sentinel/policies/production', production],
    ])('reads %s, with its version', async (parameter, ref) => {
      const fixture = await start();
      await fixture.put(ref, 'one');
      await fixture.put(ref, 'two: ü\n');

      const document = await fixture.connect().read(ref);

      expect(document).toEqual({ parameter, version: 2, text: 'two: ü\n' });
    });

    test('what is not there is undefined, also once it was there', async () => {
      const fixture = await start();
      const never = await fixture.connect().read(production);
      await fixture.put(production, 'one');
      await fixture.remove(production);

      expect(never).toBeUndefined();
      expect(await fixture.connect().read(production)).toBeUndefined();
    });

    test('a read is never cached', async () => {
      const fixture = await start();
      const policies = fixture.connect();
      await fixture.put(production, 'one');
      await policies.read(production);

      await fixture.put(production, 'two');

      expect((await policies.read(production))?.text).toBe('two');
    });

    test('lists every profile, over many pages, and nothing but profiles', async () => {
      const fixture = await start();
      const names = Array.from({ length: 25 }, (_, index) => `profile-${index + 10}`);
      for (const name of names) await fixture.put({ kind: 'profile', name }, `of ${name}`);
      await fixture.put({ kind: 'group', name: 'oncall' }, 'a group');
      await fixture.put({ kind: 'directory' }, 'the directory');

      const profiles = await fixture.connect().profiles();

      const sorted = [...profiles].sort((a, b) => (a.name < b.name ? -1 : 1));
      expect(sorted).toEqual(
        names.map((name) => ({
          name,
          document: { parameter: `/sentinel/policies/${name}`, version: 1, text: `of ${name}` },
        })),
      );
    });

    test('no profiles are an empty list', async () => {
      const policies = (await start()).connect();

      expect(await policies.profiles()).toEqual([]);
    });
  });
}
