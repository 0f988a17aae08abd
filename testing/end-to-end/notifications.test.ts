import { notification } from '@sentinel/core/contract/notification';
import type { chatMessage } from '@sentinel/core/notify/chat-message';
import { webhookReceiver } from '@sentinel/tvm/testing/webhook-receiver';
import { expect, onTestFinished, test } from 'vitest';
import { type Stack, withStack } from './a-stack.ts';

const ask = { profile: 'production', justification: 'to mend the build' };
const name = 'hooks.example';
const key = 'a-key-of-thirty-two-characters-or-more';

/** Tries without a pause. */
const notifierTimer = { wait: async () => undefined };

/** Alice asks; the id of her request. */
async function request({ call }: Stack, more: object = {}): Promise<string> {
  const { status, json, body } = await call('alice', 'POST', '/requests', { ...ask, ...more });
  expect(status, body).toBe(200);
  return String(json['id']);
}

/** What the topic took, by what happened. */
async function messages({ stack }: Stack) {
  await stack.notifier.settled();
  return stack.sns
    .messages()
    .map(({ message }): ReturnType<typeof chatMessage> => JSON.parse(message));
}

async function kinds(stack: Stack) {
  return (await messages(stack)).map(({ metadata }) => metadata.eventType);
}

test('a request and its approval are told, each once, with the command that comes next', async () => {
  await withStack({}, async (stack) => {
    const id = await request(stack);
    await stack.call('carol', 'POST', `/requests/${id}/approve`, { comment: 'go [ahead](x)' });
    await stack.call('alice', 'POST', '/', ask);

    const told = await messages(stack);

    expect(told.map(({ metadata }) => metadata.eventType)).toEqual([
      'request.created',
      'request.approved',
    ]);
    expect(told).toMatchObject([
      {
        id: `${id}.1`,
        content: { nextSteps: [`\`sentinel approve ${id}\``, `\`sentinel deny ${id}\``] },
        metadata: { threadId: id },
      },
      { id: `${id}.2`, content: { description: expect.stringContaining('go ［ahead］(x)') } },
    ]);
    expect(stack.stack.notifier.deadLetters()).toEqual([]);
  });
});

test.each([
  ['denied', 'carol', 'deny'],
  ['cancelled', 'alice', 'cancel'],
])('a request that is %s is told as that', async (status, who, verb) => {
  await withStack({}, async (stack) => {
    const id = await request(stack);
    await stack.call(who, 'POST', `/requests/${id}/${verb}`, {});

    expect(await kinds(stack)).toEqual(['request.created', `request.${status}`]);
  });
});

test('every change of a break-glass is told', async () => {
  await withStack({}, async (stack) => {
    const opening = {
      profiles: ['database'],
      reason_code: 'incident',
      justification: 'the database is on fire and nobody answers',
    };
    const { json, body, status } = await stack.call('bob', 'POST', '/break-glass', opening);
    expect(status, body).toBe(200);
    const id = /"id":"([0-9a-f]{16})"/.exec(JSON.stringify(json))?.[1];
    await stack.call('bob', 'POST', `/break-glass/${id}/extend`, { duration: 7200 });
    await stack.call('bob', 'POST', `/break-glass/${id}/close`, {});
    const review = { verdict: 'justified', comment: 'well done' };
    await stack.call('carol', 'POST', `/break-glass/${id}/review`, review);

    expect(await kinds(stack)).toEqual([
      'break_glass.opened',
      'break_glass.extended',
      'break_glass.closed',
      'break_glass.reviewed',
    ]);
  });
});

test('a webhook is told, signed, what the schema says', async () => {
  const receiver = await webhookReceiver(name);
  onTestFinished(() => receiver.close());
  const webhook = {
    ca: receiver.ca,
    resolve: async () => [{ address: '127.0.0.1', family: 4 }],
    mayReach: () => true,
  };
  await withStack({ webhook }, async (stack) => {
    const url = `https://${name}:${receiver.port}/`;
    stack.stack.ssm.put(
      '/sentinel/channels/security',
      `version: "1"\ntype: webhook\nurl: ${url}\nkey: ${key}\n`,
    );
    const id = await request(stack);
    await stack.stack.notifier.settled();

    const [delivery] = receiver.deliveries;
    const told = notification().parse(JSON.parse(delivery?.body ?? ''));
    expect(told).toMatchObject({ id: `${id}.1`, kind: 'request.created', request: { id } });
    expect(delivery?.headers['x-sentinel-notification-id']).toBe(`${id}.1`);
  });
});

test('nothing is lost when the function ends, before it told or after', async () => {
  let runs = 0;
  const crash = () => {
    throw new Error('Runtime.ExitError');
  };
  await withStack(
    {
      notifierTimer,
      betweenNotifier: (notifier) => async (event) => {
        runs += 1;
        if (runs <= 2) return crash();
        const answer = await notifier(event);
        return runs <= 4 ? crash() : answer;
      },
    },
    async (stack) => {
      await request(stack);

      expect(await kinds(stack)).toEqual(['request.created']);
      expect(runs).toBe(5);
      expect(stack.stack.notifier.deadLetters()).toEqual([]);
    },
  );
});

test('a channel that is down delays no answer, and is told when it is back', async () => {
  const [waiting, isBack] = [Promise.withResolvers<void>(), Promise.withResolvers<void>()];
  let isDown = true;
  const faults = ({ service }: { readonly service: string }) =>
    service === 'sns' && isDown ? ({ kind: 'error' } as const) : undefined;
  const wait = () => {
    waiting.resolve();
    return isBack.promise;
  };
  await withStack({ faults, notifierTimer: { wait } }, async (stack) => {
    const id = await request(stack);
    await waiting.promise;
    const vend = await stack.call('alice', 'POST', '/', { profile: 'dev' });
    isDown = false;
    isBack.resolve();

    expect(vend.status).toBe(200);
    expect((await messages(stack)).map((message) => message.id)).toEqual([`${id}.1`]);
  });
});

test.each([
  ['is not there', undefined, 'there is no such channel'],
  ['is no channel', 'version: "1"\ntype: pigeon\n', 'its document is invalid'],
])('a channel that %s is given up at last, and why is in the log', async (_, text, why) => {
  await withStack({ notifierTimer }, async (stack) => {
    stack.stack.ssm.remove('/sentinel/channels/security');
    if (text !== undefined) stack.stack.ssm.put('/sentinel/channels/security', text);
    await request(stack);
    await stack.stack.notifier.settled();

    expect(stack.stack.notifier.deadLetters()).toHaveLength(1);
    expect(stack.lines().join('\n')).toContain(`channel \`security\`: ${why}`);
  });
});
