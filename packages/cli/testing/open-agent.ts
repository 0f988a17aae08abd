import { onTestFinished } from 'vitest';
import { type EndpointLimits, endpointLimits, openEndpoint } from '../src/agent/endpoint.ts';
import type { View } from '../src/agent/holding.ts';
import { vended } from './vended.ts';

/** An endpoint that serves `look` until the test is over. */
export async function openAgent(
  look: () => View = () => ({ kind: 'credentials', answer: vended() }),
  parts: { readonly settled?: () => Promise<void>; readonly limits?: Partial<EndpointLimits> } = {},
) {
  const settled = parts.settled ?? (async () => {});
  const endpoint = await openEndpoint({ look, settled }, { ...endpointLimits, ...parts.limits });
  onTestFinished(() => endpoint.close());
  const url = new URL(endpoint.url);
  return { ...endpoint, host: url.host, port: Number(url.port) };
}

/** An endpoint with the request that it answers, for tests to spoil in one way. */
export async function openWithGoodRequest() {
  const it = await openAgent();
  const good = [`Host: ${it.host}`, `Authorization: ${it.token}`, 'Connection: close'];
  const without = (name: string) => good.filter((line) => !line.startsWith(`${name}:`));
  return { ...it, good, without };
}
