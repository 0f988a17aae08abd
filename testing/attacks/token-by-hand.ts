import { ordersHost } from '../end-to-end/services/with-service.ts';
import type { Keys } from './hostile-client.ts';
import { signatureOf } from './sign-bytes.ts';

const region = 'eu-west-1';

/** What an attacker may get wrong on purpose. */
export type Twist = {
  readonly audience?: string;
  readonly signedAudience?: string;
  readonly host?: string;
  readonly method?: string;
  readonly path?: string;
  readonly service?: string;
  readonly signingRegion?: string;
  readonly claimedRegion?: string;
  readonly expires?: number;
  readonly agoMs?: number;
  readonly query?: Readonly<Record<string, string>>;
  readonly more?: Readonly<Record<string, string>>;
  readonly keys?: Partial<Keys>;
  /** Members of the token, changed after signing. */
  readonly members?: (members: readonly string[]) => readonly unknown[];
  /** The token itself. */
  readonly spell?: (token: string) => string;
};

/** A token by hand, twisted. */
export function tokenByHand(held: Keys, twist: Twist = {}): string {
  const keys = { ...held, ...twist.keys };
  const { audience = ordersHost, service = 'sts', signingRegion = region, expires = 60 } = twist;
  const atMs = Date.now() - (twist.agoMs ?? 0);
  const date = new Date(atMs).toISOString().replace(/[-:]|\.\d{3}/g, '');
  const headers = {
    host: twist.host ?? `sts.${region}.amazonaws.com`,
    'x-sentinel-audience': twist.signedAudience ?? audience,
    ...twist.more,
  };
  const query = {
    Action: 'GetCallerIdentity',
    Version: '2011-06-15',
    ...twist.query,
    'X-Amz-Algorithm': 'AWS4-HMAC-SHA256',
    'X-Amz-Credential': `${keys.accessKeyId}/${date.slice(0, 8)}/${signingRegion}/${service}/aws4_request`,
    'X-Amz-Date': date,
    'X-Amz-Expires': `${expires}`,
    'X-Amz-Security-Token': keys.sessionToken ?? '',
    'X-Amz-SignedHeaders': Object.keys(headers).sort().join(';'),
  };
  const pairs = Object.entries(query).map(
    ([name, value]) => `${name}=${encodeURIComponent(value)}`,
  );
  const signature = signatureOf({
    method: twist.method ?? 'GET',
    target: `${twist.path ?? '/'}?${pairs.join('&')}`,
    headers,
    body: '',
    secretAccessKey: keys.secretAccessKey,
    amzDate: date,
    region: signingRegion,
    service,
  });
  const right = [
    audience,
    twist.claimedRegion ?? region,
    keys.accessKeyId,
    date,
    signature,
    keys.sessionToken ?? '',
  ];
  const text = JSON.stringify(twist.members?.(right) ?? right);
  const made = `sentinel-v1.${Buffer.from(text).toString('base64url')}`;
  return twist.spell?.(made) ?? made;
}
