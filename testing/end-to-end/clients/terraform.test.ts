import { afterAll, beforeAll, describe, test } from 'vitest';
import { aTerraform, missingTerraform, type Terraform } from './a-terraform.ts';
import { processProfile, withDesk } from './desk.ts';
import { waitFor, waitUntil } from './wait.ts';

const note = missingTerraform === undefined ? '' : ` (skipped: ${missingTerraform})`;
const role = 'arn = "arn:aws:sts::444455556666:assumed-role/SentinelProtected-Dev/alice"';

describe.skipIf(missingTerraform !== undefined)(`Terraform's AWS provider${note}`, () => {
  let terraform: Terraform;
  beforeAll(async () => {
    terraform = await aTerraform();
  }, 120_000);
  afterAll(() => terraform.remove());

  describe.concurrent('plans', { timeout: 180_000 }, () => {
    test('by exec as the role of the profile', async ({ expect }) => {
      await withDesk(async (desk) => {
        const plan = terraform.command(desk.stack.sts.url);

        const { code, out } = await desk.sentinel(['exec', 'dev', '--', ...plan]).end();

        expect(out).toContain(role);
        expect(code).toBe(0);
        expect(desk.vends().map((vend) => vend.code)).toEqual(['OK']);
        expect(new Set(desk.keysSeen())).toEqual(new Set([desk.vends()[0]?.access_key_id]));
      });
    });

    test('by credential_process as the role of the profile', async ({ expect }) => {
      await withDesk(async (desk) => {
        const plan = terraform.command(desk.stack.sts.url);

        const { code, out } = await desk.start(plan, { AWS_PROFILE: processProfile('dev') }).end();

        expect(out).toContain(role);
        expect(code).toBe(0);
        expect(desk.vends().map((vend) => vend.code)).toEqual(['OK']);
        expect(new Set(desk.keysSeen())).toEqual(new Set([desk.vends()[0]?.access_key_id]));
      });
    });
  });

  describe.concurrent('is refused', { timeout: 180_000 }, () => {
    test('by exec with the words of the server, while it runs', async ({ expect }) => {
      await withDesk(async (desk) => {
        desk.shorten(3);
        // The command waits for a line, so that the refusal comes before the provider asks.
        const plan = ['sh', '-c', 'read -r _; exec "$@"', 'sh'];
        const command = [...plan, ...terraform.command(desk.stack.sts.url)];
        const conversation = desk.sentinel(['exec', 'dev', '--', ...command]);
        await waitFor(() => desk.vends().length > 0);
        desk.freeze();
        await waitFor(() => desk.vends().some((vend) => vend.code === 'POLICY_DENY'));
        await waitUntil(Date.now() + 5_200);

        void conversation.ask().catch(() => undefined);
        const { code, err } = await conversation.end();

        expect(err).toMatch(/^sentinel: no new credentials for `dev`: policy denies `dev` now/);
        expect(err).toMatch(/No valid credential sources found[\s\S]*"Code":"POLICY_DENY"/);
        // One came by itself at the expiry, the other when the provider asked, once.
        const refusals = desk.vends().filter((vend) => vend.code === 'POLICY_DENY');
        expect(refusals).toHaveLength(2);
        expect(code).toBe(1);
      });
    });

    test('by credential_process with no more than an exit code', async ({ expect }) => {
      await withDesk(async (desk) => {
        const plan = terraform.command(desk.stack.sts.url);
        const env = { AWS_PROFILE: processProfile('payments') };

        const { code, err } = await desk.start(plan, env).end();

        expect(err).toMatch(/No valid credential sources found[\s\S]*exit status\s+3/);
        expect(err).not.toContain('change freeze');
        expect(code).toBe(1);
        expect(desk.vends().map((vend) => vend.code)).toEqual(['POLICY_DENY']);
      });
    });
  });
});
