import type { Agent } from 'node:http';
import { CliError } from '../failure.ts';
import type { Endpoint } from './endpoint.ts';

type Env = Readonly<Record<string, string | undefined>>;

/** The way through the proxy that `HTTPS_PROXY` names and `NO_PROXY` does not except; `undefined`: straight on. */
export async function proxyAgent(
  endpoint: Pick<Endpoint, 'origin' | 'isLoopback'>,
  env: Env,
): Promise<Agent | undefined> {
  if (endpoint.isLoopback || !namesProxy(env)) return undefined;
  const [{ getProxyForUrl }, { HttpsProxyAgent }] = await Promise.all([
    import('proxy-from-env'),
    import('https-proxy-agent'),
  ]);
  const proxy = getProxyForUrl(endpoint.origin);
  if (proxy === '') return undefined;
  // The URL stays out of the message: it may hold a password.
  if (!/^https?:\/\//i.test(proxy) || !URL.canParse(proxy)) {
    throw new CliError('SETTINGS', '`HTTPS_PROXY` is no `http://` or `https://` URL');
  }
  return new HttpsProxyAgent(proxy);
}

function namesProxy(env: Env): boolean {
  return ['https_proxy', 'HTTPS_PROXY', 'all_proxy', 'ALL_PROXY'].some((name) => env[name]);
}
