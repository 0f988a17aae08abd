import { errorAnswer, httpStatus } from '@sentinel/core/contract/error';
import type { Refusal } from '@sentinel/core/reasons';

/** A result of payload format 2.0. */
export type HttpAnswer = {
  readonly statusCode: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
};

/** What a route answers when it does what was asked. */
export function answerWith(body: unknown, requestId: string): HttpAnswer {
  return { statusCode: 200, headers: headersOf(requestId), body: JSON.stringify(body) };
}

/** What any route answers when it does not; the refusal's detail stays in the log. */
export function answerRefusal(
  refusal: Refusal,
  requestId: string,
  more: Readonly<Record<string, string>> = {},
): HttpAnswer {
  const { code, message, help, retryAfterSeconds } = refusal;
  const body = errorAnswer().parse({
    Code: code,
    Message: message,
    RequestId: requestId,
    ...(help === undefined ? {} : { Help: help }),
    ...(retryAfterSeconds === undefined ? {} : { RetryAfter: retryAfterSeconds }),
  });
  return {
    statusCode: httpStatus[code],
    headers: {
      ...headersOf(requestId),
      ...(retryAfterSeconds === undefined ? {} : { 'Retry-After': String(retryAfterSeconds) }),
      ...more,
    },
    body: JSON.stringify(body),
  };
}

function headersOf(requestId: string): Readonly<Record<string, string>> {
  return {
    'Content-Type': 'application/json; charset=utf-8',
    'Cache-Control': 'no-store',
    'X-Sentinel-Request-Id': requestId,
  };
}
