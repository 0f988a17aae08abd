declare module 'aws4' {
  /** Signs a request in place: adds its headers and returns it. */
  export function sign(
    request: {
      host: string;
      path: string;
      method: string;
      service: string;
      region: string;
      body?: string;
      headers: Record<string, string>;
    },
    credentials: { accessKeyId: string; secretAccessKey: string; sessionToken?: string },
  ): { headers: Record<string, string> };
}
