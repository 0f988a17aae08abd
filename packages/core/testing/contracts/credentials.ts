import type { AssumeRole, Credentials } from '@sentinel/core/ports';
import { describe, expect, test } from 'vitest';

export type CredentialsFixture = {
  connect(): Credentials;
  /** What the issuer's clock shows. */
  nowMs(): number;
};

/** All that can be asked of STS at once. */
export const anAsk: AssumeRole = {
  roleArn: 'arn:aws:iam::111122223333:role/SentinelProtected-Production',
  roleSessionName: 'alice',
  sourceIdentity: 'sentinel.direct.00000000000000a1.alice',
  durationSeconds: 900,
  tags: [{ key: 'SentinelProfile', value: 'production' }],
  policy:
    '{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":"s3:Get*","Resource":"*"}]}',
  policyArns: ['arn:aws:iam::aws:policy/ReadOnlyAccess'],
};

/** What every adapter of `Credentials` must do. */
export function credentialsContract(name: string, start: () => Promise<CredentialsFixture>): void {
  describe(`credentials: ${name}`, () => {
    test.each([900, 3600])('issues credentials for %i seconds', async (durationSeconds) => {
      const fixture = await start();

      const issued = await fixture.connect().assume({ ...anAsk, durationSeconds });

      expect(issued.accessKeyId).toMatch(/^ASIA\w{12,}$/);
      expect(issued.secretAccessKey).not.toBe('');
      expect(issued.sessionToken).not.toBe('');
      const end = fixture.nowMs() + durationSeconds * 1000;
      expect(Math.abs(issued.expiresAtMs - end)).toBeLessThan(5000);
    });

    test('issues other keys every time', async () => {
      const credentials = (await start()).connect();

      const first = await credentials.assume(anAsk);
      const second = await credentials.assume({ ...anAsk, tags: [], policyArns: [] });

      expect(second.accessKeyId).not.toBe(first.accessKeyId);
      expect(second.secretAccessKey).not.toBe(first.secretAccessKey);
    });
  });
}
