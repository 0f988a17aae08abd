import type { Signer } from '../session/is-holder.ts';

const text = String.raw`<(?<name>Arn|UserId|Account)>(?<value>[\w+=,.@:/-]{1,2048})</\k<name>>\s*`;

/** The whole document: what is not in it is not STS's, and nothing that an XML parser does can be made use of. */
const document = new RegExp(
  String.raw`^(?:<\?xml version="1\.0"(?: encoding="(?:UTF|utf)-8")?\?>)?\s*` +
    String.raw`<GetCallerIdentityResponse xmlns="https://sts\.amazonaws\.com/doc/2011-06-15/">\s*` +
    String.raw`<GetCallerIdentityResult>\s*(?<inside>(?:${text}){3})</GetCallerIdentityResult>\s*` +
    String.raw`<ResponseMetadata>\s*<RequestId>[\w-]{1,64}</RequestId>\s*</ResponseMetadata>\s*` +
    String.raw`</GetCallerIdentityResponse>\s*$`,
);

/**
 * Reads STS's answer to `GetCallerIdentity`. `undefined`: it is not one, to the letter.
 * https://docs.aws.amazon.com/STS/latest/APIReference/API_GetCallerIdentity.html
 */
export function readIdentity(body: string): Signer | undefined {
  const inside = document.exec(body)?.groups?.['inside'];
  if (inside === undefined) return undefined;
  const members = new Map(
    [...inside.matchAll(new RegExp(text, 'g'))].map(({ groups }) => [
      groups?.['name'],
      groups?.['value'],
    ]),
  );
  const [arn, userId, accountId] = ['Arn', 'UserId', 'Account'].map((name) => members.get(name));
  // Three elements of which one stands twice leave one out.
  if (arn === undefined || userId === undefined || accountId === undefined) return undefined;
  return { arn, userId, accountId };
}
