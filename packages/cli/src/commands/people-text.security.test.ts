import { expect, test } from 'vitest';
import {
  approval,
  eventOf,
  person,
  requestOf,
  revocationOf,
  sessionOf,
} from '../../testing/answers.ts';
import { desk } from '../../testing/cli.ts';
import { startTvm } from '../../testing/tvm-server.ts';

// biome-ignore lint/suspicious/noTemplateCurlyInString: it must stay as it is
const evil = 'x\u001b[2J\u001b]0;title\u0007\r\n\u202egnp\u2028\ud800 %s ${HOME} $(id) \u200b';
const acting = /[\p{Cf}\p{Cs}\p{Zl}\p{Zp}]|(?!\n)\p{Cc}/u;

const step = { ...approval, subject: evil, comment: evil };
const request = requestOf({
  status: 'denied',
  justification: evil,
  ticket: evil,
  subject: evil,
  rule: evil,
  approvals: [step],
  approver_groups: [evil],
  because: evil,
  closed: step,
});
const event = eventOf({
  justification: evil,
  subject: evil,
  reason_code: evil,
  closed: step,
  review: { required: true, reviewer_groups: [evil], done: { ...step, verdict: 'justified' } },
});
const revocation = revocationOf({
  reason: evil,
  by: evil,
  subjects: [evil],
  lifted: { by: evil, at: evil },
  effects: [{ account: evil, at: evil, widened: true }],
});

const id = 'b'.repeat(16);

test.each(['text', 'json', 'csv'])(
  'SEC-17 as %s no words of people act on the terminal, whichever verb shows them',
  async (output) => {
    await using tvm = await startTvm(({ method, target }) => {
      const isList = method === 'GET' && /^\/[a-z-]+\?/.test(target);
      const one = target.includes('/requests')
        ? request
        : target.includes('/break-glass')
          ? event
          : target.includes('/sessions')
            ? sessionOf({ justification: evil, status: 'revoked' })
            : revocation;
      if (target === '/whoami') return { body: person };
      const isOpening = method === 'POST' && target === '/break-glass';
      return { body: isList || isOpening ? { items: [one] } : one };
    });
    using me = desk({ SENTINEL_TVM_URL: tvm.url, SENTINEL_OUTPUT: output });

    for (const argv of [
      ['request', 'production', '--reason', evil],
      ['request', 'production', '--reason', evil, '--wait'],
      ['requests'],
      ['requests', id],
      ['approve', id, '--yes', '--comment', evil],
      ['deny', id, '--comment', evil],
      ['cancel', id],
      ['breakglass', 'open', 'database', '--code', evil, '--reason', evil],
      ['breakglass', 'list'],
      ['breakglass', 'show', id],
      ['breakglass', 'review', id, '--justified', '--comment', evil],
      ['block', evil, '--reason', evil, '--wait'],
      ['revoke', id, '--reason', evil],
      ['unblock', id],
      ['blocks'],
      ['blocks', id],
    ]) {
      const ran = await me.sentinel(...argv);

      expect(ran.out + ran.err, argv.join(' ')).not.toBe('');
      expect(
        acting.test(ran.out + ran.err),
        `SECURITY VIOLATION: words of people act on the terminal in ${argv[0]}`,
      ).toBe(false);
    }
  },
);

test('SEC-17 the end of an own session, as the server tells it, does not act on the terminal', async () => {
  await using tvm = await startTvm(({ method, target }) => {
    if (target === '/whoami') return { body: person };
    const body = sessionOf({ expires_at: evil, status: 'revoked' });
    return method === 'POST' ? { body } : { body: { items: [] } };
  });
  using me = desk({ SENTINEL_TVM_URL: tvm.url });

  const ran = await me.sentinel('revoke', id, '--reason', 'mine');

  expect(ran.err).toContain('what was issued holds until');
  expect(
    acting.test(ran.out + ran.err),
    'SECURITY VIOLATION: words of the server act on the terminal',
  ).toBe(false);
});

test('SEC-17 no comment passes for one more approver', async () => {
  const carol = { ...approval, subject: 'carol@example.com', comment: '' };
  const dan = 'dan@example.com at 2026-01-25T14:06:00Z';
  await using tvm = await startTvm(() => ({
    body: { ...request, approvals: [{ ...carol, comment: `ok; ${dan}` }, carol] },
  }));
  using me = desk({ SENTINEL_TVM_URL: tvm.url });

  const text = await me.sentinel('requests', id);
  const csv = await me.sentinel('requests', id, '--output', 'csv');

  const steps = [
    `carol@example.com at ${carol.at}: ok; ${dan}`,
    `carol@example.com at ${carol.at}`,
  ];
  expect(
    text.out.split('\n').flatMap((line) => /^approved_by: +(.*)$/.exec(line)?.[1] ?? []),
    'SECURITY VIOLATION: an approver who is none',
  ).toEqual(steps);
  expect(csv.out).toContain(JSON.stringify(steps).replaceAll('"', '""'));
});

test('SEC-17 JSON gives the words back as they are', async () => {
  await using tvm = await startTvm([{ body: { items: [request] } }]);
  using me = desk({ SENTINEL_TVM_URL: tvm.url });

  const ran = await me.sentinel('requests', '--output', 'json');

  expect(
    JSON.parse(ran.out),
    'SECURITY VIOLATION: the record of what people said is changed',
  ).toEqual({ items: [request] });
});
