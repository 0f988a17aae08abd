import { iamAnswer, iamRefusal } from '@sentinel/tvm/testing/local-iam';
import { localServer, type Reply } from '@sentinel/tvm/testing/local-server';

type Version = { readonly id: string; readonly document: string; readonly isDefault: boolean };
type Policy = { next: number; versions: readonly Version[]; before: readonly Version[] };

const mostVersions = 5;
const madeAt = '2026-01-01T00:00:00Z';

/**
 * As much of IAM as the revoker asks: versions of one managed policy an account, whose first are these. A request with
 * `AsBefore` is answered as before the last change, one with `MaxItems` by a page.
 */
export async function iamVersions(documents: Readonly<Record<string, readonly string[]>>) {
  const policies = new Map<string, Policy>(
    Object.entries(documents).map(([arn, all]) => {
      const versions = all.map((document, index) => ({
        id: `v${index + 1}`,
        document,
        isDefault: index === all.length - 1,
      }));
      return [arn, { next: all.length + 1, versions, before: versions.slice(0, -1) }];
    }),
  );
  const server = await localServer(({ body }) => answer(new URLSearchParams(body), policies));
  return {
    url: server.url,
    inForce: (arn: string) =>
      policies.get(arn)?.versions.find(({ isDefault }) => isDefault)?.document ?? '',
    close: server.close,
  };
}

function answer(asked: URLSearchParams, policies: ReadonlyMap<string, Policy>): Reply {
  const policy = policies.get(asked.get('PolicyArn') ?? '');
  if (policy === undefined) return iamRefusal(404, 'NoSuchEntity');
  const versions = asked.has('AsBefore') ? policy.before : policy.versions;
  const id = asked.get('VersionId') ?? '';
  const named = versions.find((version) => version.id === id);
  const change = (next: readonly Version[]) => {
    policy.before = policy.versions;
    policy.versions = next;
  };
  switch (asked.get('Action')) {
    case 'ListPolicyVersions':
      return listed(versions, asked);
    case 'GetPolicyVersion':
      return named === undefined
        ? iamRefusal(404, 'NoSuchEntity')
        : iamAnswer(
            'GetPolicyVersion',
            `<PolicyVersion><Document>${encodeURIComponent(named.document)}</Document>${elements(named)}</PolicyVersion>`,
          );
    case 'CreatePolicyVersion': {
      if (versions.length >= mostVersions) return iamRefusal(409, 'LimitExceeded');
      const document = asked.get('PolicyDocument') ?? '';
      const added = { id: `v${policy.next}`, document, isDefault: true };
      policy.next += 1;
      change([...versions.map((version) => ({ ...version, isDefault: false })), added]);
      return iamAnswer('CreatePolicyVersion', `<PolicyVersion>${elements(added)}</PolicyVersion>`);
    }
    case 'DeletePolicyVersion':
      if (named === undefined) return iamRefusal(404, 'NoSuchEntity');
      if (named.isDefault) return iamRefusal(409, 'DeleteConflict');
      change(versions.filter((version) => version !== named));
      return iamAnswer('DeletePolicyVersion', '');
    default:
      return iamRefusal(400, 'InvalidAction');
  }
}

function listed(versions: readonly Version[], asked: URLSearchParams): Reply {
  const from = Number(asked.get('Marker') ?? '0');
  const to = from + Number(asked.get('MaxItems') ?? versions.length);
  const members = versions.slice(from, to).map((one) => `<member>${elements(one)}</member>`);
  const isMore = to < versions.length;
  return iamAnswer(
    'ListPolicyVersions',
    `<IsTruncated>${isMore}</IsTruncated>${isMore ? `<Marker>${to}</Marker>` : ''}` +
      `<Versions>${members.join('')}</Versions>`,
  );
}

function elements({ id, isDefault }: Version): string {
  return `<VersionId>${id}</VersionId><IsDefaultVersion>${isDefault}</IsDefaultVersion><CreateDate>${madeAt}</CreateDate>`;
}
