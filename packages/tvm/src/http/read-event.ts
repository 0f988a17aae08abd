import { lazily } from '@sentinel/core/contract/lazily';
import type { SignedCaller } from '@sentinel/core/identity/subject';
import { type Refusal, reasons } from '@sentinel/core/reasons';
import * as z from 'zod/mini';

/** Whose events are taken: this API of this account, at this stage. */
export type Rim = {
  readonly apiId: string;
  readonly apiAccountId: string;
  /** `$default`, or a name that then begins every path. */
  readonly stage: string;
};

/** One request as API Gateway hands it over, not yet understood. */
export type HttpRequest = {
  readonly method: string;
  readonly path: string;
  readonly rawQuery: string;
  /** Names in lower case, duplicates joined by commas. */
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string | undefined;
  readonly isBase64Encoded: boolean;
  readonly sourceIp: string;
  readonly userAgent: string;
  readonly signer: SignedCaller;
};

const text = lazily(() => z.string().check(z.minLength(1)));

const eventSchema = lazily(() =>
  z.object({
    version: z.literal('2.0'),
    rawPath: text(),
    rawQueryString: z.string(),
    headers: z.record(z.string(), z.string()),
    body: z.optional(z.string()),
    isBase64Encoded: z.boolean(),
    requestContext: z.object({
      accountId: z.string(),
      apiId: z.string(),
      stage: z.string(),
      http: z.object({ method: text(), sourceIp: z.string(), userAgent: z.string() }),
      authorizer: z.optional(z.unknown()),
    }),
  }),
);

const authorizerSchema = lazily(() =>
  z.object({
    iam: z.object({ accountId: text(), userArn: text(), userId: text(), accessKey: text() }),
  }),
);

/**
 * Reads a payload of format 2.0. Identity comes from `requestContext.authorizer.iam` alone; an event of another
 * version, API, account or stage is refused, because somebody but our API made it.
 * https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-develop-integrations-lambda.html
 */
export function readEvent(event: unknown, rim: Rim): HttpRequest | Refusal {
  const parsed = eventSchema().safeParse(event);
  if (!parsed.success) return reasons.configError('the event is not of payload format 2.0');
  const { requestContext: context, ...request } = parsed.data;
  if (context.apiId !== rim.apiId) return reasons.configError('the event is of another API');
  if (context.accountId !== rim.apiAccountId) {
    return reasons.configError('the event is of another account');
  }
  if (context.stage !== rim.stage) return reasons.configError('the event is of another stage');

  const authorizer = authorizerSchema().safeParse(context.authorizer);
  if (!authorizer.success) return reasons.iamAuthRequired();
  const { accountId, userArn, userId, accessKey } = authorizer.data.iam;
  return {
    method: context.http.method,
    path: withoutStage(request.rawPath, rim.stage),
    rawQuery: request.rawQueryString,
    headers: request.headers,
    body: request.body === '' ? undefined : request.body,
    isBase64Encoded: request.isBase64Encoded,
    sourceIp: context.http.sourceIp,
    userAgent: context.http.userAgent,
    signer: { accountId, userArn, userId, accessKey },
  };
}

function withoutStage(path: string, stage: string): string {
  const prefix = `/${stage}`;
  if (stage === '$default' || !path.startsWith(prefix)) return path;
  return path.slice(prefix.length) || '/';
}
