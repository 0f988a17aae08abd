/** A client that owes ours nothing: HTTP by hand over a bare socket, and a signer of its own. */
import { connect } from 'node:net';
import { signatureOf } from './sign-bytes.ts';

/** Credentials of AWS that the attacker came by. */
export type Keys = {
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
  readonly sessionToken?: string;
};

/** One request as the attacker makes it. */
export type Shot = {
  readonly method?: string;
  /** Path and query, byte for byte. */
  readonly target: string;
  /** JSON, unless a header among `signed` says otherwise. */
  readonly body?: string;
  /** Headers that the signature covers, beside those of the signer. */
  readonly signed?: Readonly<Record<string, string>>;
  /** Headers that are only sent: added after signing, duplicates and all. */
  readonly unsigned?: readonly string[];
  /** What is signed instead of what is sent. */
  readonly pretend?: Partial<Pretence>;
  /** Changes the bytes after signing. */
  readonly tamper?: (raw: string) => string;
};

type Pretence = {
  readonly method: string;
  readonly target: string;
  readonly body: string;
  readonly host: string;
  readonly service: string;
  readonly region: string;
  readonly atMs: number;
};

/** What came back. */
export type Answer = {
  readonly status: number;
  /** Status line, headers and body. */
  readonly raw: string;
  readonly body: string;
  /** Its members, where it is a JSON object. */
  readonly json: Readonly<Record<string, unknown>>;
  /** Of the TVM; absent where the gateway answered. */
  readonly requestId: string | undefined;
};

/** Signs a request and sends it; without keys it goes unsigned. */
export function fire(url: string, keys: Keys | undefined, shot: Shot): Promise<Answer> {
  return sendBytes(url, requestBytes(url, keys, shot));
}

/** The request as it goes over the wire, to be sent more than once. */
export function requestBytes(url: string, keys: Keys | undefined, shot: Shot): string {
  const { method = 'GET', target, body, signed = {}, unsigned = [] } = shot;
  const host = new URL(url).host;
  const headers = {
    ...(body === undefined ? {} : { 'Content-Type': 'application/json' }),
    ...signed,
  };
  const all = keys === undefined ? { Host: host, ...headers } : signedBy(keys, shot, host);
  const length = body === undefined ? 0 : Buffer.byteLength(body);
  const lines = Object.entries(all)
    .filter(([name]) => !/^(content-length|connection)$/i.test(name))
    .map(([name, value]) => `${name}: ${/^host$/i.test(name) ? host : value}`);
  const raw = [
    `${method} ${target} HTTP/1.1`,
    ...lines,
    ...unsigned,
    ...(body === undefined ? [] : [`Content-Length: ${length}`]),
    'Connection: close',
    '',
    body ?? '',
  ].join('\r\n');
  return shot.tamper?.(raw) ?? raw;

  function signedBy(by: Keys, { pretend = {} }: Shot, realHost: string) {
    const amzDate = new Date(pretend.atMs ?? Date.now()).toISOString().replace(/[-:]|\.\d{3}/g, '');
    const named = Object.entries({
      ...headers,
      Host: pretend.host ?? realHost,
      'X-Amz-Date': amzDate,
      ...(by.sessionToken === undefined ? {} : { 'X-Amz-Security-Token': by.sessionToken }),
    });
    const { service = 'execute-api', region = 'eu-west-1' } = pretend;
    const lower = named.map(([name, value]) => [name.toLowerCase(), value] as const);
    const signature = signatureOf({
      method: pretend.method ?? method,
      target: pretend.target ?? target,
      headers: Object.fromEntries(lower),
      body: pretend.body ?? body ?? '',
      secretAccessKey: by.secretAccessKey,
      amzDate,
      region,
      service,
    });
    const scope = `${amzDate.slice(0, 8)}/${region}/${service}/aws4_request`;
    const names = lower.map(([name]) => name).sort();
    return {
      ...Object.fromEntries(named),
      Authorization: `AWS4-HMAC-SHA256 Credential=${by.accessKeyId}/${scope}, SignedHeaders=${names.join(';')}, Signature=${signature}`,
    };
  }
}

/** Sends bytes on a connection of their own and reads until the other side ends it. */
export async function sendBytes(url: string, raw: string): Promise<Answer> {
  const text = await new Promise<string>((resolve) => {
    const socket = connect(Number(new URL(url).port), '127.0.0.1');
    const chunks: Buffer[] = [];
    socket.on('data', (chunk: Buffer) => chunks.push(chunk));
    // A server may well break off what it does not like.
    socket.on('error', () => undefined);
    socket.on('close', () => resolve(Buffer.concat(chunks).toString('utf8')));
    socket.setTimeout(20_000, () => socket.destroy());
    socket.write(raw);
  });
  const at = text.indexOf('\r\n\r\n');
  const body = at < 0 ? '' : text.slice(at + 4);
  return {
    status: Number(/^HTTP\/1\.1 (\d{3})/.exec(text)?.[1] ?? 0),
    raw: text,
    body,
    json: parsed(body),
    requestId: /^x-sentinel-request-id: (\S+)\r$/im.exec(text)?.[1],
  };
}

function parsed(body: string): Readonly<Record<string, unknown>> {
  try {
    const value: unknown = JSON.parse(body);
    return Object(value);
  } catch {
    return {};
  }
}

/** What a JSON protocol of AWS is asked, by service: `DynamoDB_20120810.PutItem`, `AmazonSSM.PutParameter`. */
export function askAws(
  url: string,
  keys: Keys,
  ask: { readonly service: string; readonly target: string; readonly input: object },
): Promise<Answer> {
  const type =
    ask.service === 'dynamodb' ? 'application/x-amz-json-1.0' : 'application/x-amz-json-1.1';
  return fire(url, keys, {
    method: 'POST',
    target: '/',
    body: JSON.stringify(ask.input),
    signed: { 'Content-Type': type, 'X-Amz-Target': ask.target },
    pretend: { service: ask.service },
  });
}

/** What a query protocol of AWS is asked: STS, IAM. The answer is XML. */
export function queryAws(
  url: string,
  keys: Keys,
  ask: { readonly service: string; readonly form: Readonly<Record<string, string>> },
): Promise<Answer> {
  return fire(url, keys, {
    method: 'POST',
    target: '/',
    body: new URLSearchParams(ask.form).toString(),
    signed: { 'Content-Type': 'application/x-www-form-urlencoded; charset=utf-8' },
    pretend: { service: ask.service, ...(ask.service === 'iam' && { region: 'us-east-1' }) },
  });
}

/** Keys out of what a TVM's vend or STS's AssumeRole answered; throws where there are none. */
export function keysIn({ body, json }: Answer): Required<Keys> {
  const xml = (name: string) => new RegExp(`<${name}>([^<]+)</${name}>`).exec(body)?.[1];
  const text = (name: string, other = name) => String(json[name] ?? xml(other) ?? '');
  const keys = {
    accessKeyId: text('AccessKeyId'),
    secretAccessKey: text('SecretAccessKey'),
    sessionToken: text('Token', 'SessionToken'),
  };
  if (keys.accessKeyId === '') throw new Error(`no keys in ${body}`);
  return keys;
}
