import { CliError } from '../failure.ts';
import type { Settings, SigningService } from '../settings.ts';

/** The one place that requests are signed for and sent to. */
export type Endpoint = {
  /** Scheme, host and port; no path. */
  readonly origin: string;
  readonly protocol: 'http:' | 'https:';
  /** Lower case, IPv6 without brackets. */
  readonly hostname: string;
  /** As the `Host` header has it: with the port where it is not the default. */
  readonly host: string;
  readonly port: number;
  /** Such as `/prod`; empty at the root. */
  readonly basePath: string;
  readonly isLoopback: boolean;
  readonly service: SigningService;
  readonly region: string;
};

type Place = Omit<Endpoint, 'service' | 'region'>;

const label = '[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?';
const shape = new RegExp(
  `^(https?)://(${label}(?:\\.${label})*|\\[[0-9a-f:.]+\\])(?::([1-9][0-9]{0,4}))?((?:/[A-Za-z0-9._~-]+)*)/?$`,
);
const executeApi = /^[a-z0-9]+\.execute-api\.([a-z0-9-]+)\.amazonaws\.com(?:\.cn)?$/;
const lambdaUrl = /^[a-z0-9]+\.lambda-url\.([a-z0-9-]+)\.on\.aws$/;
const region = /^[a-z]{2,}(?:-[a-z0-9]+)+$/;

/**
 * Reads `tvm_url` and finds out for which service and Region to sign. Refused: anything but https
 * (http to loopback only), userinfo, query, fragment, `%`, dots as path segments, hosts outside ASCII,
 * spellings of an address that a URL parser would change, and other ports than 443 on AWS's hosts.
 * https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-develop.html
 * https://docs.aws.amazon.com/lambda/latest/dg/urls-configuration.html
 */
export function endpointOf(settings: Settings): Endpoint {
  if (settings.tvmUrl === undefined) {
    throw new CliError('SETTINGS', 'no server is set', {
      help: 'give `--tvm-url`, `SENTINEL_TVM_URL`, or `tvm_url` in the settings file',
    });
  }
  const place = placeOf(settings.tvmUrl);
  return { ...place, ...signingOf(place, settings) };
}

function placeOf(text: string): Place {
  const lower = text.replace(/^[A-Za-z]+:\/\/[^/]*/, (start) => start.toLowerCase());
  const match = text.length <= 2048 ? shape.exec(lower) : null;
  const url = URL.canParse(lower) ? new URL(lower) : undefined;
  const path = match?.[4] ?? '';
  if (match === null || url === undefined || url.hostname !== match[2] || isDotted(path)) {
    throw notThis(text, whatIsWrong(text));
  }
  const hostname = url.hostname.replace(/^\[|\]$/g, '');
  const isLoopback = hostname === 'localhost' || hostname === '::1' || isLoopbackV4(hostname);
  if (url.protocol === 'http:' && !isLoopback) throw notThis(text, 'only https is allowed');
  const isSecure = url.protocol === 'https:';
  return {
    origin: url.origin,
    protocol: isSecure ? 'https:' : 'http:',
    hostname,
    host: url.host,
    port: url.port === '' ? (isSecure ? 443 : 80) : Number(url.port),
    basePath: path,
    isLoopback,
  };
}

function signingOf(place: Place, settings: Settings): Pick<Endpoint, 'service' | 'region'> {
  const fromGateway = executeApi.exec(place.hostname)?.[1];
  const fromLambda = lambdaUrl.exec(place.hostname)?.[1];
  const found = fromGateway ?? fromLambda;
  if (found !== undefined) {
    if (place.port !== 443) throw notThis(place.origin, 'this host answers on port 443 only');
    return { service: fromGateway === undefined ? 'lambda' : 'execute-api', region: found };
  }
  const service = settings.signingService ?? (place.isLoopback ? 'execute-api' : undefined);
  if (service === undefined) throw unset('signing_service', place, '`execute-api` or `lambda`');
  const asked = settings.signingRegion ?? settings.region;
  if (asked === undefined) {
    throw unset(place.isLoopback ? 'region' : 'signing_region', place, 'the Region of the server');
  }
  if (!region.test(asked)) throw new CliError('SETTINGS', `\`${asked}\` is not a Region`);
  return { service, region: asked };
}

function isDotted(path: string): boolean {
  return path.split('/').some((segment) => segment === '.' || segment === '..');
}

function isLoopbackV4(hostname: string): boolean {
  return /^127\.\d+\.\d+\.\d+$/.test(hostname);
}

function whatIsWrong(text: string): string {
  if (/[^\x21-\x7e]/.test(text)) {
    return 'it holds characters outside ASCII: write such a host in its `xn--` form';
  }
  if (/^[a-z]+:\/\/[^/]*@/i.test(text)) return 'it holds a user name';
  if (/[?#]/.test(text)) return 'it holds a query or fragment';
  return 'expected `https://HOST` with no more than a path';
}

// The URL itself stays out of the message where it may hold a password.
function notThis(text: string, why: string): CliError {
  return new CliError(
    'SETTINGS',
    text.includes('@') ? `bad \`tvm_url\`: ${why}` : `bad \`tvm_url\` \`${text}\`: ${why}`,
  );
}

function unset(key: string, place: Place, what: string): CliError {
  return new CliError('SETTINGS', `\`${place.host}\` does not tell how to sign: set \`${key}\``, {
    help: `\`${key}\` is ${what}; it goes into the settings file or \`SENTINEL_${key.toUpperCase()}\``,
  });
}
