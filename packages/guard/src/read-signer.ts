import { lazily } from '@sentinel/core/contract/lazily';
import type { Signer } from '@sentinel/core/session/is-holder';
import * as z from 'zod/mini';

const eventSchema = lazily(() =>
  z.object({
    version: z.literal('2.0'),
    requestContext: z.object({
      authorizer: z.object({
        iam: z.object({
          accessKey: z.string().check(z.regex(/^ASIA[A-Z0-9]{12,124}$/)),
          accountId: z.string(),
          userArn: z.string(),
          userId: z.string(),
        }),
      }),
    }),
  }),
);

/** Who signed, by API Gateway's word; `undefined`: nobody, or with a key that belongs to no session. */
export function readSigner(
  event: unknown,
): (Signer & { readonly accessKeyId: string }) | undefined {
  const parsed = eventSchema().safeParse(event);
  if (!parsed.success) return undefined;
  const { accessKey, accountId, userArn, userId } = parsed.data.requestContext.authorizer.iam;
  return { accessKeyId: accessKey, accountId, arn: userArn, userId };
}
