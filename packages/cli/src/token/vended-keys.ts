import { CliError } from '../failure.ts';
import { requester } from '../server/requester.ts';
import type { SigningKeys } from '../server/signing.ts';
import type { Reply } from '../tvm-client.ts';

type Env = Readonly<Record<string, string | undefined>>;

/** How long the endpoint may take, and how much it may say. */
const patienceMs = 5_000;
const mostBytes = 65_536;

/**
 * The keys that `sentinel exec` gave to this command: of its endpoint, else those in plain variables. Keys from
 * elsewhere are never taken, for they prove no session. Throws `CliError`.
 */
export async function vendedKeys(env: Env): Promise<Reply<SigningKeys>> {
  if (!env['AWS_SENTINEL']) throw notVended('this does not run below `sentinel exec`');
  const url = env['AWS_CONTAINER_CREDENTIALS_FULL_URI'];
  if (url === undefined) return { ok: true, answer: fromVariables(env) };
  return readReply(await ask(endpointOf(url), env['AWS_CONTAINER_AUTHORIZATION_TOKEN'] ?? ''));
}

function fromVariables(env: Env): SigningKeys {
  const accessKeyId = env['AWS_ACCESS_KEY_ID'];
  const secretAccessKey = env['AWS_SECRET_ACCESS_KEY'];
  const sessionToken = env['AWS_SESSION_TOKEN'];
  if (!accessKeyId || !secretAccessKey || !sessionToken) {
    throw notVended('neither an endpoint nor vended keys are in the environment');
  }
  return { accessKeyId, secretAccessKey, sessionToken };
}

/** Only what `sentinel exec` opens: nobody else's endpoint is told the token, or believed. */
function endpointOf(text: string): URL {
  const url = URL.parse(text);
  const isOurs = url?.protocol === 'http:' && url.hostname === '127.0.0.1' && url.port !== '';
  if (url !== null && isOurs) return url;
  throw notVended('`AWS_CONTAINER_CREDENTIALS_FULL_URI` is no endpoint of `sentinel exec`');
}

async function ask(url: URL, authorization: string): Promise<unknown> {
  const request = await requester('http:');
  const { promise, resolve, reject } = Promise.withResolvers<string>();
  const asking = request({
    host: url.hostname,
    port: url.port,
    path: url.pathname,
    headers: { authorization },
    agent: false,
    timeout: patienceMs,
  });
  asking.on('timeout', () => asking.destroy(new Error('ETIMEDOUT')));
  asking.on('error', reject);
  asking.on('response', (response) => {
    let text = '';
    response.setEncoding('utf8');
    response.on('data', (chunk: string) => {
      text += chunk;
      if (text.length > mostBytes) asking.destroy(new Error('TOO_LARGE'));
    });
    response.on('error', reject);
    response.on('end', () => resolve(text));
  });
  asking.end();
  try {
    return JSON.parse(await promise);
  } catch (cause) {
    throw new CliError('NO_BASE_CREDENTIALS', 'the endpoint of `sentinel exec` does not answer', {
      help: 'run this while the command that `sentinel exec` started still runs',
      cause,
    });
  }
}

/** The endpoint's own refusal is handed on: that a session was revoked is no failure of this command. */
function readReply(answer: unknown): Reply<SigningKeys> {
  const members = new Map(Object.entries(Object(answer)));
  const text = (name: string) => {
    const value = members.get(name);
    return typeof value === 'string' ? value : '';
  };
  const code = text('Code');
  if (code !== '') {
    // It is shown as it is.
    if (!/^[A-Z][A-Z_]{0,63}$/.test(code)) throw notVended('the endpoint answered no keys');
    const message = text('Message').replace(/^sentinel: /, '');
    const help = text('Help');
    return { ok: false, status: 403, code, message, ...(help && { help }) };
  }
  const accessKeyId = text('AccessKeyId');
  const secretAccessKey = text('SecretAccessKey');
  const sessionToken = text('Token');
  if (accessKeyId === '' || secretAccessKey === '' || sessionToken === '') {
    throw notVended('the endpoint answered no keys');
  }
  return { ok: true, answer: { accessKeyId, secretAccessKey, sessionToken } };
}

function notVended(why: string): CliError {
  return new CliError(
    'NO_BASE_CREDENTIALS',
    `a token is signed with vended keys only, never with base credentials: ${why}`,
    { help: 'sentinel exec PROFILE -- sentinel token --audience HOST' },
  );
}
