declare module 'proxy-from-env' {
  /** The proxy for a URL by the process's own environment; empty: none. */
  export function getProxyForUrl(url: string): string;
}
