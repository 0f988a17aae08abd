import { createHmac } from 'node:crypto';
import { once } from 'node:events';
import { request as httpsRequest } from 'node:https';
import { isIP } from 'node:net';
import { SentinelError } from '@sentinel/core/errors';
import type { Messengers } from '@sentinel/core/notifier-ports';
import type { Clock } from '@sentinel/core/ports';
import { guardedLookup, outOfBounds, type Resolve, resolveBySystem } from './guarded-lookup.ts';
import { isPublicAddress } from './public-address.ts';
import { within } from './within.ts';

/** What a test on one machine replaces; no setting does. */
export type WebhookOptions = {
  /** Certificates to trust in place of the system's, PEM. */
  readonly ca?: string;
  readonly resolve?: Resolve;
  /** Whether it may be connected to. */
  readonly mayReach?: (address: string, port: number) => boolean;
  /** Milliseconds for the whole. */
  readonly limitMs?: number;
};

/** Milliseconds from the look-up of the name to the head of the answer. */
const patienceMs = 5000;

/** Of the answer's head; its body is not read. */
const maxHeadBytes = 4096;

/**
 * Posts messages to HTTPS addresses of the public internet, port 443, and follows no redirect. Each is signed:
 * `X-Sentinel-Signature: t=<unix seconds>,v1=<HMAC-SHA256 of "<t>.<body>", lower-case hex>`. Addresses are judged
 * where the connection is made, all that a name has: what it led to before counts for nothing.
 */
export function webhookPost(clock: Clock, options: WebhookOptions = {}): Messengers['post'] {
  return async ({ url, key }, message) => {
    const { body, id } = message;
    const headers = {
      'Content-Type': 'application/json; charset=utf-8',
      'Content-Length': Buffer.byteLength(body),
      'User-Agent': 'Sentinel',
      'X-Sentinel-Notification-Id': id,
      'X-Sentinel-Signature': signature(body, key, Math.floor(clock.nowMs() / 1000)),
    };
    const target = targetOf(url, options);
    try {
      const limitMs = options.limitMs ?? patienceMs;
      judge(
        await within(limitMs, (signal) => statusOf(target, { headers, body, signal }, options)),
      );
    } catch (error) {
      if (error instanceof SentinelError) throw error;
      throw new SentinelError('DEPENDENCY_UNAVAILABLE', `the webhook failed: ${nameOf(error)}`);
    }
  };
}

/** The value of `X-Sentinel-Signature`. */
export function signature(body: string, key: string, seconds: number): string {
  const hmac = createHmac('sha256', key).update(`${seconds}.${body}`).digest('hex');
  return `t=${seconds},v1=${hmac}`;
}

type Target = { readonly url: URL; readonly host: string; readonly port: number };

/** Throws `CONFIG_ERROR` where nothing may be sent; it does not tell the address, which may hold a secret. */
function targetOf(text: string, options: WebhookOptions): Target {
  const url = URL.parse(text);
  if (url?.protocol !== 'https:' || url.username !== '' || url.password !== '') {
    throw new SentinelError('CONFIG_ERROR', 'its address is not an HTTPS URL without a user');
  }
  const host = url.hostname.replace(/^\[|\]$/g, '');
  const port = url.port === '' ? 443 : Number(url.port);
  // A literal, in whatever notation it was written, is connected to without a look-up.
  if (isIP(host) !== 0 && !reachOf(port, options)(host)) throw outOfBounds();
  return { url, host, port };
}

function reachOf(port: number, { mayReach }: WebhookOptions): (address: string) => boolean {
  return (address) => mayReach?.(address, port) ?? (port === 443 && isPublicAddress(address));
}

async function statusOf(
  { url, host, port }: Target,
  sent: {
    readonly headers: Readonly<Record<string, string | number>>;
    readonly body: string;
    readonly signal: AbortSignal;
  },
  options: WebhookOptions,
): Promise<number> {
  const { headers, body, signal } = sent;
  const request = httpsRequest({
    method: 'POST',
    host,
    port,
    path: `${url.pathname}${url.search}`,
    headers,
    signal,
    agent: false,
    maxHeaderSize: maxHeadBytes,
    lookup: guardedLookup(options.resolve ?? resolveBySystem, reachOf(port, options)),
    ...(options.ca !== undefined && { ca: options.ca }),
  });
  // It is cut off below, and then has nobody left to tell.
  request.on('error', () => undefined);
  request.end(body);
  try {
    const [response] = await once(request, 'response');
    return response.statusCode;
  } finally {
    request.destroy();
  }
}

/** Statuses that may change by waiting, of those below 500. */
const passing: ReadonlySet<number> = new Set([408, 425, 429]);

function judge(status: number): void {
  if (status >= 200 && status < 300) return;
  const mayPass = status >= 500 || passing.has(status);
  const code = mayPass ? 'DEPENDENCY_UNAVAILABLE' : 'CONFIG_ERROR';
  throw new SentinelError(code, `the webhook answered ${status}`);
}

/** The message of an error would tell the host. */
function nameOf(error: unknown): string {
  if (!(error instanceof Error)) return 'unknown';
  return 'code' in error && typeof error.code === 'string' ? error.code : error.name;
}
