/**
 * What API Gateway and Lambda take, at most.
 * https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-quotas.html
 * https://docs.aws.amazon.com/lambda/latest/dg/gettingstarted-limits.html
 */
export const limits = {
  /** Request line and header values together. */
  headBytes: 10_240,
  bodyBytes: 10 * 1024 * 1024,
  /** A Lambda event or answer, as JSON. */
  payloadBytes: 6 * 1024 * 1024,
  integrationTimeoutMs: 30_000,
} as const;
