import { describe, expect, test } from 'vitest';
import { parseDirectory } from './parse.ts';

describe('of the directory, this key alone becomes this and nothing else:', () => {
  const nothing = {
    identity: { trustedSessionNames: [], personOf: new Map() },
    administration: {},
    rate: { perMinute: 60, limits: [] },
  };
  const administration = (own: object) => ({ ...nothing, administration: own });
  test.each([
    ['nothing', '', nothing],
    [
      'domain',
      'identity: { domain: example.com }',
      { ...nothing, identity: { ...nothing.identity, domain: 'example.com' } },
    ],
    [
      'revoke',
      'administration: { revoke: { groups: [sre] } }',
      administration({ revoke: { groups: ['sre'] } }),
    ],
    [
      'audit',
      'administration: { audit: { users: [iam/eve] } }',
      administration({ audit: { users: ['iam/eve'] } }),
    ],
    [
      'robots',
      'administration: { robots: { users: [role/ci] } }',
      administration({ robots: { users: ['role/ci'] } }),
    ],
    [
      'check',
      'administration: { check: { users: [role/api] } }',
      administration({ check: { users: ['role/api'] } }),
    ],
    ['per_minute', 'rate: { per_minute: 5 }', { ...nothing, rate: { perMinute: 5, limits: [] } }],
    [
      'trusted_session_names',
      'identity: { trusted_session_names: [{ account: "111122223333", role: Dev }] }',
      {
        ...nothing,
        identity: {
          ...nothing.identity,
          trustedSessionNames: [{ account: '111122223333', role: 'dev', groups: [] }],
        },
      },
    ],
  ])('%s', (_key, written, expected) => {
    const parsed = parseDirectory(`version: "1"\n${written}\n`);

    expect(parsed.ok && parsed.document).toStrictEqual(expected);
  });
});
