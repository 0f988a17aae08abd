import * as z from 'zod/mini';
import type { Channel } from '../document.ts';
import type { Finding } from '../problems.ts';
import { version } from './fields.ts';
import { kind } from './kind.ts';

const schema = z.strictObject({
  version,
  type: z.enum(['sns', 'webhook']),
  /** https://docs.aws.amazon.com/sns/latest/api/API_CreateTopic.html */
  topic_arn: z.optional(
    z
      .string()
      .check(z.regex(/^arn:aws(?:-[a-z]{1,8}){0,3}:sns:[a-z0-9-]{5,32}:\d{12}:[\w-]{1,256}$/)),
  ),
  url: z.optional(z.string().check(z.regex(/^https:\/\/[!-~]{1,1000}$/))),
  key: z.optional(z.string().check(z.regex(/^[!-~]{32,256}$/))),
  format: z.optional(z.enum(['chat', 'json'])),
});

type Written = z.output<typeof schema>;

/**
 * Where people are told: an SNS topic, or a webhook with the key that signs what it is sent. The findings name no
 * value: address and key are secret.
 */
export const channelKind = kind({ schema, check, build });

const members = { sns: ['topic_arn'], webhook: ['url', 'key'] } as const;

function check(written: Written): readonly Finding[] {
  const needed: readonly (keyof Written)[] = members[written.type];
  const others = Object.values(members)
    .flat()
    .filter((member) => !needed.includes(member));
  return [
    ...needed
      .filter((member) => written[member] === undefined)
      .map((member) => ({ path: [], message: `expected \`${member}\` for this type` })),
    ...others
      .filter((member) => written[member] !== undefined)
      .map((member) => ({ path: [member], message: 'not for this type', on: 'key' as const })),
  ];
}

/** What the type needs is there: the check has seen it. */
function build(written: Written): Channel {
  const { type, topic_arn: topicArn = '', url = '', key = '', format } = written;
  switch (type) {
    case 'sns':
      return { type, topicArn, format: format ?? 'chat' };
    case 'webhook':
      return { type, url, key, format: format ?? 'json' };
  }
}
