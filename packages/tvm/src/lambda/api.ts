import { createApi } from './create-api.ts';

const api = createApi();

/** Entry point of the function behind the API: `api.handler`, runtime `nodejs24.x`. */
export async function handler(event: unknown, context: { readonly awsRequestId: string }) {
  return api(event, context.awsRequestId);
}
