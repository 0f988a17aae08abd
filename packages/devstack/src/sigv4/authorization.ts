/** What an `Authorization` header of Signature Version 4 says. */
export type Authorization = {
  readonly accessKeyId: string;
  readonly scope: CredentialScope;
  /** Lower-case names, sorted, each once. */
  readonly signedHeaders: readonly string[];
  /** 64 lower-case hex characters. */
  readonly signature: string;
};

export type CredentialScope = {
  /** `YYYYMMDD`. */
  readonly date: string;
  readonly region: string;
  readonly service: string;
};

/**
 * Parses the header's value; `undefined` where any part is missing, doubled, unknown or of another form.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_sigv-authentication-methods.html
 */
export function parseAuthorization(value: string): Authorization | undefined {
  const parts = /^AWS4-HMAC-SHA256 +([^ ].*)$/.exec(value)?.[1]?.split(/, */) ?? [];
  const members = new Map(parts.map(member));
  if (parts.length !== 3 || members.size !== 3) return undefined;

  const credential = parseCredential(members.get('Credential') ?? '');
  const signedHeaders = parseSignedHeaders(members.get('SignedHeaders') ?? '');
  const signature = members.get('Signature') ?? '';
  if (credential === undefined || signedHeaders === undefined) return undefined;
  return /^[0-9a-f]{64}$/.test(signature) ? { ...credential, signedHeaders, signature } : undefined;
}

function member(part: string): [string, string] {
  const at = part.indexOf('=');
  return at < 0 ? [part, ''] : [part.slice(0, at), part.slice(at + 1)];
}

function parseCredential(text: string): Pick<Authorization, 'accessKeyId' | 'scope'> | undefined {
  const form = /^(\w{1,128})\/([0-9]{8})\/([a-z0-9-]+)\/([a-z0-9-]+)\/aws4_request$/;
  const [, accessKeyId, date, region, service] = form.exec(text) ?? [];
  if (!accessKeyId || !date || !region || !service) return undefined;
  return { accessKeyId, scope: { date, region, service } };
}

function parseSignedHeaders(text: string): readonly string[] | undefined {
  const names = text.split(';');
  const isEachName = names.every((name) => /^[a-z0-9!#$%&'*+.^_`|~-]+$/.test(name));
  const isSortedOnce = names.every((name, at) => at === 0 || (names[at - 1] ?? '') < name);
  return isEachName && isSortedOnce ? names : undefined;
}
