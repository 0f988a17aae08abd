/** Where the server is, and for which service requests to it are signed. */
export type Place = {
  /** Scheme, host and port; no path. */
  readonly origin: string;
  /** As the `Host` header has it. */
  readonly host: string;
  /** Such as `/prod`; empty at the root. */
  readonly basePath: string;
  readonly service: 'execute-api' | 'lambda';
};

const shape =
  /^(https?):\/\/([a-z0-9.-]+|\[[0-9a-f:.]+\])(:[1-9][0-9]{0,4})?((?:\/[\w~-][\w.~-]*)*)\/?$/;
const loopback = /^(localhost|127\.0\.0\.1|\[::1\])$/;

/**
 * Reads the server's address. Throws `TypeError` for anything but https (http to loopback only), and for what a URL
 * parser would read as another place than it says.
 * https://docs.aws.amazon.com/lambda/latest/dg/urls-configuration.html
 */
export function placeOf(url: string): Place {
  const [, scheme, hostname = '', , path = ''] = shape.exec(url) ?? [];
  const parsed = URL.canParse(url) ? new URL(url) : undefined;
  if (scheme === undefined || parsed?.hostname !== hostname) {
    throw new TypeError(
      '`url` is that of the server, such as `https://a1b2c3d4e5.execute-api.eu-west-1.amazonaws.com`',
    );
  }
  if (scheme === 'http' && !loopback.test(hostname)) throw new TypeError('`url` must be https');
  return {
    origin: parsed.origin,
    host: parsed.host,
    basePath: path,
    service: /\.lambda-url\.[a-z0-9-]+\.on\.aws$/.test(hostname) ? 'lambda' : 'execute-api',
  };
}
