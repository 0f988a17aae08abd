import { sessionGuard } from '@sentinel/guard/session-guard';

const guard = sessionGuard({
  url: process.env['SENTINEL_TVM_URL'] ?? '',
  region: process.env['AWS_REGION'] ?? '',
});

export async function handler(event: unknown) {
  const found = await guard(event);
  if (!found.allowed) {
    console.warn(JSON.stringify({ refused: found.code, detail: found.detail }));
    return { statusCode: found.status, body: JSON.stringify({ message: found.message }) };
  }
  const { subject, profile } = found.session;
  return { statusCode: 200, body: JSON.stringify({ subject, profile }) };
}
