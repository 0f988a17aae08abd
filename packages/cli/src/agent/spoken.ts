import { visible } from '../output/visible.ts';
import type { View } from './holding.ts';

/** One answer of the endpoint. */
export type Spoken = { readonly status: number; readonly body: string };

/**
 * Puts what is held into the shape that SDKs read.
 * https://docs.aws.amazon.com/sdkref/latest/guide/feature-container-credentials.html
 */
export function speak(view: View): Spoken {
  if (view.kind === 'credentials') {
    const { AccessKeyId, SecretAccessKey, Token, Expiration, AccountId } = view.answer;
    const body = { AccessKeyId, SecretAccessKey, Token, Expiration, AccountId };
    return { status: 200, body: JSON.stringify(body) };
  }
  const { code, message, help, requestId } = view.why;
  return speakError(view.kind === 'refused' ? 403 : 503, {
    Code: code,
    Message: `sentinel: ${visible(message)}`,
    ...(help !== undefined && { Help: visible(help) }),
    ...(requestId !== undefined && { RequestId: requestId }),
  });
}

/** The JavaScript SDK reads capitalised names, the Rust SDK lower-case ones. */
export function speakError(
  status: number,
  error: { readonly Code: string; readonly Message: string },
): Spoken {
  const body = { ...error, code: error.Code, message: error.Message };
  return { status, body: JSON.stringify(body) };
}
