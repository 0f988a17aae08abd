/** Signature Version 4 over bytes as they are, however odd: libraries tidy a query before they sign it. */
import { createHash, createHmac } from 'node:crypto';

/** What a signature is made of. Texts are as they go over the wire. */
export type Signing = {
  readonly method: string;
  readonly target: string;
  /** By name in lower case; `host` among them. */
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
  readonly secretAccessKey: string;
  /** `YYYYMMDDTHHMMSSZ` */
  readonly amzDate: string;
  readonly region: string;
  readonly service: string;
};

/**
 * The signature in hex, of all headers given.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_sigv-create-signed-request.html
 */
export function signatureOf(signing: Signing): string {
  const { method, target, headers, body, amzDate, region, service } = signing;
  const [path = '', ...query] = target.split('?');
  const names = Object.keys(headers).sort();
  const canonical = [
    method,
    canonicalPath(path),
    canonicalQuery(query.join('?')),
    ...names.map((name) => `${name}:${headers[name]?.trim().replace(/ +/g, ' ')}`),
    '',
    names.join(';'),
    sha256(body),
  ].join('\n');
  const scope = [amzDate.slice(0, 8), region, service, 'aws4_request'];
  const text = ['AWS4-HMAC-SHA256', amzDate, scope.join('/'), sha256(canonical)].join('\n');
  let key: string | Buffer = `AWS4${signing.secretAccessKey}`;
  for (const part of scope) key = createHmac('sha256', key).update(part).digest();
  return createHmac('sha256', key).update(text).digest('hex');
}

function canonicalPath(path: string): string {
  const kept: string[] = [];
  for (const segment of path.split('/')) {
    if (segment === '..') kept.pop();
    else if (segment !== '' && segment !== '.') kept.push(encode(Buffer.from(segment)));
  }
  return `/${kept.join('/')}${kept.length > 0 && path.endsWith('/') ? '/' : ''}`;
}

function canonicalQuery(query: string): string {
  const pairs = query === '' ? [] : query.split('&');
  return pairs
    .map((pair) => {
      const [name = '', ...value] = pair.split('=');
      return `${encode(decode(name))}=${encode(decode(value.join('=')))}`;
    })
    .sort()
    .join('&');
}

function decode(text: string): Buffer {
  const bytes = Buffer.from(text).toString('latin1');
  const plain = bytes.replace(/%([0-9A-Fa-f]{2})/g, (_, hex: string) =>
    String.fromCharCode(Number.parseInt(hex, 16)),
  );
  return Buffer.from(plain, 'latin1');
}

function encode(bytes: Buffer): string {
  return bytes
    .toString('latin1')
    .replace(
      /[^\w.~-]/g,
      (byte) => `%${byte.charCodeAt(0).toString(16).toUpperCase().padStart(2, '0')}`,
    );
}

function sha256(text: string): string {
  return createHash('sha256').update(text).digest('hex');
}
