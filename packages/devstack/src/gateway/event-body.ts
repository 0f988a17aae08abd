export type EventBody = { readonly body?: string; readonly isBase64Encoded: boolean };

/**
 * The body as a payload-2.0 event has it: text where the content type is one of text, else base64,
 * and base64 too where there is no content type.
 * https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-develop-integrations-lambda.html
 */
export function eventBody(bytes: Uint8Array, contentType: string | undefined): EventBody {
  if (bytes.length === 0) return { isBase64Encoded: false };
  const isBase64Encoded = !isText(contentType ?? '');
  return {
    body: Buffer.from(bytes).toString(isBase64Encoded ? 'base64' : 'utf8'),
    isBase64Encoded,
  };
}

function isText(contentType: string): boolean {
  return /^(text\/[^;]+|application\/(json|xml|javascript)) *(;|$)/i.test(contentType);
}
