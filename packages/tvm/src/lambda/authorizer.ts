import { createAuthorizer } from './create-authorizer.ts';

const authorize = createAuthorizer();

/** Entry point of the authorizer of an HTTP API: `authorizer.handler`, runtime `nodejs24.x`, results not cached. */
export async function handler(event: unknown, context: { readonly awsRequestId: string }) {
  return authorize(event, context.awsRequestId);
}
