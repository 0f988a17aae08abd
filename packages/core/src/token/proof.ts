/** The header in which an audience stands in the request that is signed. */
export const audienceHeader = 'x-sentinel-audience';

/** For how long a proof is good. */
export const proofSeconds = 60;

/**
 * That somebody holds a key, for one audience: all that varies in a presigned `GetCallerIdentity` request. The rest
 * of it is built anew by whoever checks, so that nothing else can be brought along.
 */
export type Proof = {
  /** Host that the proof is for, lower case, without a port. */
  readonly audience: string;
  /** Region of the STS endpoint that it is signed for. */
  readonly region: string;
  /** Of a temporary key. */
  readonly accessKeyId: string;
  /** `YYYYMMDDTHHMMSSZ`. */
  readonly date: string;
  /** 64 lower-case hex characters. */
  readonly signature: string;
  readonly sessionToken: string;
};

/** Those of a proof, in their order. */
type Members = readonly [string, string, string, string, string, string];

const scheme = 'sentinel-v1.';

/** API Gateway takes 10,240 bytes of headers. */
const maxTokenLength = 8000;

const label = '[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?';

/** A host as audiences are named: no scheme, port, path or final dot, no capitals. */
export const hostPattern = new RegExp(`^(?=.{1,253}$)${label}(?:\\.${label})*$`);

const shapes = {
  audience: hostPattern,
  region: /^[a-z]{2,4}(-[a-z]{2,12}){1,2}-\d{1,2}$/,
  accessKeyId: /^ASIA[A-Z0-9]{12,124}$/,
  date: /^\d{8}T\d{6}Z$/,
  signature: /^[0-9a-f]{64}$/,
  sessionToken: /^[A-Za-z0-9+/=_.~-]{16,4096}$/,
} as const satisfies Readonly<Record<keyof Proof, RegExp>>;

/** `sentinel-v1.` and base64url of JSON. It is a secret for as long as it is good. */
export function encodeProof(proof: Proof): string {
  const { audience, region, accessKeyId, date, signature, sessionToken } = proof;
  const members = [audience, region, accessKeyId, date, signature, sessionToken];
  const text = btoa(JSON.stringify(members));
  return scheme + text.replaceAll('+', '-').replaceAll('/', '_').replaceAll('=', '');
}

/**
 * Reads a token. `undefined`: not one that `encodeProof` makes. Each proof has one spelling only: what does not
 * encode to the same text again is refused, and with it whatever a parser might overlook.
 */
export function decodeProof(token: string): Proof | undefined {
  if (token.length > maxTokenLength || !token.startsWith(scheme)) return undefined;
  const members = readMembers(token.slice(scheme.length));
  if (members === undefined) return undefined;
  const [audience, region, accessKeyId, date, signature, sessionToken] = members;
  const proof = { audience, region, accessKeyId, date, signature, sessionToken };
  return hasShape(proof) && encodeProof(proof) === token ? proof : undefined;
}

function readMembers(encoded: string): Members | undefined {
  if (!/^[\w-]+$/.test(encoded)) return undefined;
  try {
    const value: unknown = JSON.parse(atob(encoded.replaceAll('-', '+').replaceAll('_', '/')));
    return isMembers(value) ? value : undefined;
  } catch {
    return undefined;
  }
}

/** Texts only: an object may have a `toString` that is no function. */
function isMembers(value: unknown): value is Members {
  return (
    Array.isArray(value) && value.length === 6 && value.every((each) => typeof each === 'string')
  );
}

function hasShape(proof: Proof): boolean {
  return (
    shapes.audience.test(proof.audience) &&
    shapes.region.test(proof.region) &&
    shapes.accessKeyId.test(proof.accessKeyId) &&
    shapes.date.test(proof.date) &&
    shapes.signature.test(proof.signature) &&
    shapes.sessionToken.test(proof.sessionToken)
  );
}
