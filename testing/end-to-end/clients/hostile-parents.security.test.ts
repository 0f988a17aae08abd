import { type HostileParent, hostileParents } from '@sentinel/cli/testing/hostile-environments';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { aTerraform, missingTerraform, type Terraform } from './a-terraform.ts';
import { type Setting, withDesk } from './desk.ts';
import { grouped } from './grouped.ts';
import { begin, execClients, titled } from './real-clients.ts';

const violation = 'SECURITY VIOLATION: a real client came to credentials that are not ours';
const role = 'arn:aws:sts::444455556666:assumed-role/SentinelProtected-Dev/alice';

// What cannot run here is left out: a test of the security suite that is skipped counts as one that failed. Beside
// it, who-am-i.test.ts and terraform.test.ts say why.
const awsCli = titled(
  execClients.filter(({ name, missing }) => name === 'the AWS CLI' && missing === undefined),
);
const groups = missingTerraform === undefined ? grouped(hostileParents) : [];

/** Sentinel itself ends in a parent that says it is asking for base credentials: it has a test of its own. */
function settingOf({ env, files }: HostileParent): Setting {
  const { SENTINEL_RESOLVING: _, ...others } = env;
  return { env: others, ...(files && { files }) };
}

test('SEC-19 there are parents enough, and a group is as hostile as its members', () => {
  const all = grouped(hostileParents);

  expect(hostileParents.length).toBeGreaterThanOrEqual(20);
  expect(all.flatMap(({ env }) => Object.entries(env))).toHaveLength(
    hostileParents.flatMap(({ env }) => Object.entries(env)).length,
  );
  expect(all.flatMap(({ files = {} }) => Object.entries(files))).toHaveLength(
    hostileParents.flatMap(({ files = {} }) => Object.entries(files)).length,
  );
});

const together = { concurrent: true, timeout: 60_000 };

describe.runIf(awsCli.length > 0)('SEC-19 below the real command', together, () => {
  for (const { title, client } of awsCli) {
    for (const parent of hostileParents) {
      test(`SEC-19 ${title} is the role of the profile below a parent with ${parent.name}`, async ({
        expect,
      }) => {
        await withDesk(async (desk) => {
          const conversation = begin(desk, client, 'dev');

          const answer = await conversation.ask();
          await conversation.end();

          expect(answer, violation).toBe(role);
          expect(desk.keysSeen(), violation).toEqual([desk.vends()[0]?.access_key_id]);
        }, settingOf(parent));
      });
    }
  }
});

describe.runIf(groups.length > 0)("SEC-19 Terraform's AWS provider", () => {
  let terraform: Terraform;
  beforeAll(async () => {
    terraform = await aTerraform();
  }, 120_000);
  afterAll(() => terraform.remove());

  describe.concurrent('SEC-19 below the real command', { timeout: 240_000 }, () => {
    for (const [index, parents] of groups.entries()) {
      test(`SEC-19 it is the role of the profile below all parents of group ${index + 1}`, async ({
        expect,
      }) => {
        await withDesk(async (desk) => {
          const plan = terraform.command(desk.stack.sts.url);

          const { out, err } = await desk.sentinel(['exec', 'dev', '--', ...plan]).end();

          expect(out, `${violation}, below ${parents.name}: ${err}`).toContain(`arn = "${role}"`);
          expect(new Set(desk.keysSeen()), violation).toEqual(
            new Set([desk.vends()[0]?.access_key_id]),
          );
        }, settingOf(parents));
      });
    }
  });
});

test('SEC-19 a parent that is asking for base credentials gets none of ours: 5', async () => {
  await withDesk(
    async (desk) => {
      const it = desk.sentinel(['exec', 'dev', '--', 'echo', 'the command was started']);

      const { code, out } = await it.end();

      expect({ code, out }, 'SECURITY VIOLATION: it vends to itself').toEqual({ code: 5, out: '' });
      expect(desk.vends()).toEqual([]);
    },
    { env: { SENTINEL_RESOLVING: '1' } },
  );
});
