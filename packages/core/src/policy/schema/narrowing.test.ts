import { expect, test } from 'vitest';
import { sessionPolicyFor } from '../session-policy.ts';
import type { IamPolicy } from './iam-policy.ts';
import { checkNarrowing } from './narrowing.ts';

const account = '111122223333';
const keys = { arns: 'policy_arns', inline: 'policy' };
const sts = 2048;

test('a policy may be as long as STS takes it beside the end of use, and no longer', () => {
  const lengths = [0, 1].map((over) => {
    const start = sentLengthOf(inlineOf(''));
    const inline = inlineOf('a'.repeat(sts - start + over));
    const messages = checkNarrowing({ arns: undefined, inline, keys }, [], account).map(
      ({ message }) => message,
    );
    return { sent: sentLengthOf(inline), messages };
  });

  expect(lengths).toEqual([
    { sent: sts, messages: [] },
    {
      sent: sts + 1,
      messages: [
        expect.stringMatching(/^expected at most \d+ characters as minified JSON, found \d+$/),
      ],
    },
  ]);
});

test('ARNs may be as long as STS takes them beside the end of use, and no longer', () => {
  const { policy: end = '' } = sessionPolicyFor({ arns: ['any'] }, { denyAtMs: 0 });
  const room = sts - end.length;
  const arn = (length: number) => `arn:aws:iam::${account}:policy/`.padEnd(length, 'a');

  const messages = [room, room + 1].map((length) =>
    checkNarrowing({ arns: [arn(length)], inline: undefined, keys }, [], account).map(
      ({ path, message }) => `${path.join('.')}: ${message}`,
    ),
  );

  expect(messages).toEqual([
    [],
    [`policy_arns: expected ARNs of at most ${room} characters together, found ${room + 1}`],
  ]);
});

function inlineOf(name: string): IamPolicy {
  const Resource = `arn:aws:s3:::${name}`;
  return {
    Version: '2012-10-17',
    Statement: [{ Effect: 'Allow', Action: 's3:GetObject', Resource }],
  };
}

/** Characters of what STS gets, the Deny that ends its use included. */
function sentLengthOf(inline: IamPolicy): number {
  const { policy = '' } = sessionPolicyFor(
    { inline: { ...inline, Statement: [inline.Statement].flat() } },
    { denyAtMs: 0 },
  );
  return policy.length;
}
