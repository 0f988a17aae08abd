import { notification } from '@sentinel/core/contract/notification';
import { functions } from '@sentinel/tvm/infrastructure/functions';
import { expect, test } from 'vitest';
import { environmentOf, hooksHost } from './a-deployment.ts';
import { besideThePlan } from './beside-the-plan.ts';
import { describeDeployed } from './describe-deployed.ts';
import { memoryOf } from './memory.ts';
import { askAndCancel, isLetIn, isOfUse, lift, revoke, vend } from './real-work.ts';

const names = functions.map(({ name }) => name);
const key = 'a-key-of-thirty-two-characters-or-more';
const webhook = `version: "1"\ntype: webhook\nurl: https://${hooksHost}/in\nkey: ${key}\n`;

describeDeployed(
  'the zip with the environment that Terraform sets, and the rights of its roles',
  (deployed) => {
    test('api vends through the gateway, and refuses whom policy refuses', async () => {
      const { call, stack, lines } = deployed();

      const { accessKeyId } = await vend(deployed());
      const refused = await call('dave', 'POST', '/', { profile: 'dev' });

      expect(stack.sts.findPrincipal(accessKeyId)).toMatchObject({
        roleArn: 'arn:aws:iam::444455556666:role/SentinelProtected-Dev',
        sessionName: 'alice',
      });
      expect(refused).toMatchObject({ status: 403, json: { Code: 'POLICY_DENY' } });
      const records = () => lines('api').filter((line) => line.includes('"seq":'));
      const told = [accessKeyId, String(refused.json['RequestId'])];
      for (const each of told) {
        await expect.poll(() => records().join('\n'), { timeout: 10_000 }).toContain(each);
      }
    });

    test('authorizer lets the token of a live session in, and none of an ended one', async () => {
      const { call } = deployed();
      const vended = await vend(deployed());

      const alive = await isLetIn(deployed(), vended);
      await call('alice', 'POST', `/sessions/${vended.sessionId}/end`);
      const ended = await isLetIn(deployed(), vended);

      expect({ alive, ended }).toEqual({ alive: true, ended: false });
    });

    test('revoker denies in the account what was revoked, and no other', async () => {
      const { stack } = deployed();
      const [stolen, other] = [await vend(deployed()), await vend(deployed())];
      const given = stack.revoker.mapping.deadLetters();
      const before = [isOfUse(deployed(), stolen), isOfUse(deployed(), other)];

      await revoke(deployed(), stolen);
      await lift(deployed());

      expect(before).toEqual([true, true]);
      expect([isOfUse(deployed(), stolen), isOfUse(deployed(), other)]).toEqual([false, true]);
      expect(stack.revoker.mapping.deadLetters()).toEqual(given);
    });

    test('notifier tells a topic and a webhook, each of all', async () => {
      const { stack, hooks } = deployed();
      const policy = stack.ssm.get('/sentinel/policies/production')?.value ?? '';
      const both = policy.replace('notify: [security]', 'notify: [security, hooks]');
      stack.ssm.put('/sentinel/policies/production', both);
      stack.ssm.put('/sentinel/channels/hooks', webhook, 'SecureString');

      const [before, posts] = [stack.sns.messages().length, hooks.deliveries.length];
      const id = await askAndCancel(deployed());

      const messages = stack.sns.messages().slice(before);
      const published = messages.map(({ message }) => JSON.parse(message).id);
      expect(published).toEqual([`${id}.1`, `${id}.2`]);
      const posted = hooks.deliveries
        .slice(posts)
        .map(({ body }) => notification().parse(JSON.parse(body)));
      expect(posted.map((each) => each.id)).toEqual([`${id}.1`, `${id}.2`]);
      expect(stack.notifier.deadLetters()).toEqual([]);
    });

    test.each(names)(
      '%s has every variable of the plan as it is, and beside them what is listed',
      async (name) => {
        const { functions: running, planned } = deployed();
        const environment = await environmentOf(running[name]);

        const given = Object.keys(environment).filter(
          (each) => !Object.hasOwn(besideThePlan, each),
        );
        expect(Object.fromEntries(given.map((each) => [each, environment[each]]))).toEqual(
          planned[name].environment,
        );
        expect(Object.keys(environment).toSorted()).toEqual(
          [...Object.keys(planned[name].environment), ...Object.keys(besideThePlan)].toSorted(),
        );
      },
    );

    test.each(names)(
      '%s stays below 160 MB at its most, over work done again and again',
      {
        timeout: 60_000,
      },
      async (name) => {
        const { functions: running } = deployed();
        const vended = await vend(deployed());
        const work = {
          api: () => vend(deployed()),
          authorizer: () => isLetIn(deployed(), vended),
          revoker: async () => {
            await revoke(deployed(), await vend(deployed()));
            await lift(deployed());
          },
          notifier: () => askAndCancel(deployed()),
        }[name];
        for (let times = 0; times < 8; times += 1) await work();

        const { peakMb } = await memoryOf(running[name].pid());
        expect(running[name].starts(), 'it was started anew').toBe(1);
        expect(peakMb).toBeGreaterThan(20);
        expect(peakMb).toBeLessThanOrEqual(160);
      },
    );

    test('revoker finishes on its schedule what no record of the stream told it', async () => {
      const { cutOff, stack } = deployed();
      const stolen = await vend(deployed());
      await cutOff('revoker', () => revoke(deployed(), stolen));
      const before = isOfUse(deployed(), stolen);

      await stack.revoker.tick();

      expect({ before, after: isOfUse(deployed(), stolen) }).toEqual({
        before: true,
        after: false,
      });
      await lift(deployed());
    });

    test('all were reached under their own names, with TLS', async () => {
      await revoke(deployed(), await vend(deployed()));
      await lift(deployed());
      await askAndCancel(deployed());

      expect(Object.entries(deployed().connections()).filter(([, count]) => count === 0)).toEqual(
        [],
      );
    });
  },
);
