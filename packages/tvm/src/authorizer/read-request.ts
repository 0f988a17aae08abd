import { lazily } from '@sentinel/core/contract/lazily';
import * as z from 'zod/mini';

/** What of a request tells whether it may go on. */
export type AuthorizerRequest = {
  /** Values of all `Authorization` headers, whatever their case. */
  readonly authorizations: readonly string[];
  /** Host that the request came to, by the word of API Gateway. */
  readonly host: string;
  readonly apiId: string;
  readonly requestId: string;
  readonly sourceIp: string;
  readonly userAgent: string;
};

const eventSchema = lazily(() =>
  z.object({
    version: z.literal('2.0'),
    type: z.literal('REQUEST'),
    headers: z.optional(z.record(z.string(), z.string())),
    requestContext: z.object({
      apiId: z.string(),
      domainName: z.string(),
      requestId: z.string(),
      http: z.object({ sourceIp: z.string(), userAgent: z.string() }),
    }),
  }),
);

/**
 * Reads the event of a REQUEST authorizer of an HTTP API, payload format 2.0; `undefined`: it is none.
 * https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-lambda-authorizer.html
 */
export function readRequest(event: unknown): AuthorizerRequest | undefined {
  const parsed = eventSchema().safeParse(event);
  if (!parsed.success) return undefined;
  const { headers = {}, requestContext: context } = parsed.data;
  return {
    authorizations: Object.entries(headers)
      .filter(([name]) => name.toLowerCase() === 'authorization')
      .map(([, value]) => value),
    host: context.domainName,
    apiId: context.apiId,
    requestId: context.requestId,
    sourceIp: context.http.sourceIp,
    userAgent: context.http.userAgent,
  };
}
