import type { STSClientConfig } from '@aws-sdk/client-sts';
import { NodeHttpHandler } from '@smithy/node-http-handler';
import { HttpRequest } from '@smithy/protocol-http';
import type { MiddlewareStack } from '@smithy/types';
import { environmentCredentials, type RoleCredentials } from './lambda/environment-credentials.ts';
import { version } from './version.ts';

export type Service = 'dynamodb' | 'iam' | 'sns' | 'ssm' | 'sts';

/** Where a service is reached, and as whom; AWS in the settings' Region with the role's credentials if left out. */
export type ClientOptions = {
  readonly endpoint?: string;
  readonly region?: string;
  readonly credentials?: RoleCredentials;
  /** Sends requests, in place of HTTP with the patience below. */
  readonly requestHandler?: NonNullable<STSClientConfig['requestHandler']>;
};

export type Clients = Readonly<Partial<Record<Service, ClientOptions>>>;

/** Milliseconds for one try, and how many there are. */
const patience = {
  dynamodb: { connectionTimeout: 500, requestTimeout: 1000, maxAttempts: 2 },
  // Whoever writes there looks before the next try: a version whose reply was lost is not made twice.
  iam: { connectionTimeout: 1000, requestTimeout: 5000, maxAttempts: 1 },
  ssm: { connectionTimeout: 1000, requestTimeout: 2000, maxAttempts: 2 },
  sts: { connectionTimeout: 1000, requestTimeout: 3000, maxAttempts: 2 },
  sns: { connectionTimeout: 1000, requestTimeout: 2000, maxAttempts: 2 },
} as const satisfies Readonly<Record<Service, object>>;

/** Region and credentials are given, so that no profile, process or metadata service is asked for them. */
export function clientSettings(
  service: Service,
  options: ClientOptions & { readonly region: string },
) {
  const { maxAttempts, ...timeouts } = patience[service];
  return {
    region: options.region,
    credentials: options.credentials ?? environmentCredentials(),
    ...(options.endpoint !== undefined && { endpoint: options.endpoint }),
    maxAttempts,
    retryMode: 'standard',
    requestHandler:
      options.requestHandler ??
      new NodeHttpHandler({
        ...timeouts,
        // The one ends with the headers; without the other a body may never come.
        socketTimeout: timeouts.requestTimeout,
        // Without this the SDK only warns of a request that takes too long.
        throwOnRequestTimeout: true,
      }),
  };
}

/** What the SDK does at every call and nobody here has any use for, by the names that it gives it. */
const needless = [
  // Nobody gives it a logger, and yet it makes up what it would log.
  'loggerMiddleware',
  // For functions that call each other; the services here start none.
  'recursionDetectionMiddleware',
  // It tells how the client was made, at length, and anew for each call.
  'getUserAgentMiddleware',
] as const;

/**
 * The client, without what is needless, under our own name: with this a vend takes a tenth less CPU. Throws where the
 * SDK names anew what is left out.
 */
export function lean<Input extends object, Output extends object, Client>(
  client: Client & { readonly middlewareStack: MiddlewareStack<Input, Output> },
): Client {
  const stack = client.middlewareStack;
  for (const name of needless) {
    if (!stack.remove(name)) throw new Error(`the SDK has no \`${name}\` any more`);
  }
  stack.add((next) => (args) => next({ ...args, request: named(args.request) }), {
    name: 'named',
    step: 'build',
  });
  return client;
}

/** What CloudTrail shows as the user agent of our calls. */
function named(request: unknown): unknown {
  if (!HttpRequest.isInstance(request)) return request;
  request.headers['user-agent'] = `sentinel/${version}`;
  return request;
}
