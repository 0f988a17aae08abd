import { SentinelError } from '@sentinel/core/errors';
import type { Message } from '@sentinel/core/notifier-ports';
import type { Resolve } from '../src/adapters/guarded-lookup.ts';
import { type WebhookOptions, webhookPost } from '../src/adapters/webhook.ts';
import type { WebhookReceiver } from './webhook-receiver.ts';

export const clock = { nowMs: () => Date.UTC(2026, 0, 25, 14, 30) };
export const key = 'a-key-of-thirty-two-characters-or-more';
export const message: Message = {
  id: '00000000000000aa.1',
  subject: 'Sentinel: request created, production',
  body: '{"version":"1","text":"ä € 😀"}',
};

/** Of the host of webhooks. */
export const name = 'hooks.example';

/** Part of the path of webhooks that nobody may learn. */
export const secret = 'T000-canary';

const loopback: Resolve = async () => [{ address: '127.0.0.1', family: 4 }];

/** Posts to a receiver on this machine, which only a test may reach. */
export function postTo(receiver: WebhookReceiver, more: WebhookOptions = {}): Promise<void> {
  const { ca, port } = receiver;
  const here = { ca, resolve: loopback, mayReach: () => true, limitMs: 2000 };
  const url = `https://${name}:${port}/${secret}?a=b`;
  return webhookPost(clock, { ...here, ...more })({ url, key }, message);
}

/** The code and the words of what a call fails with. */
export async function failureOf(call: Promise<void>): Promise<string> {
  const error = await call.catch((thrown: unknown) => thrown);
  if (error instanceof SentinelError) return `${error.code}: ${error.message}`;
  throw new Error(`it did not fail as it should: ${error}`);
}
