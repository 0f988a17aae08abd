import { expect, test } from 'vitest';
import { deniedIn, localIam } from '../../testing/local-iam.ts';
import { xml } from '../../testing/local-sts.ts';

test('SEC-15 leaves no secret in an error, whatever STS and IAM answer', async () => {
  const odd = xml(
    200,
    '<AssumeRoleResponse><AssumeRoleResult><Credentials><SecretAccessKey>secret-canary',
  );
  for (const side of ['sts', 'iam'] as const) {
    const stage = await localIam(Date.now(), xml(200, ''));
    stage[side].failAll(odd);

    const error: unknown = await stage.policies.create(deniedIn, '{}').catch((one) => one);

    await stage.close();
    const told = error instanceof Error ? `${error.stack} ${JSON.stringify(error)}` : '';
    expect(error, 'SECURITY VIOLATION: garbage was taken for an answer').toBeInstanceOf(Error);
    expect(told, 'SECURITY VIOLATION: an error tells a key').not.toMatch(/canary/);
    expect(error instanceof Error ? error.cause : undefined).toBeUndefined();
  }
});
