import { describe, expect, test } from 'vitest';
import { foreignKey, hostileParents } from '../../testing/hostile-environments.ts';
import {
  awsCliClient,
  type RealClient,
  realClients,
  runBelowExec,
  runWithoutExec,
} from '../../testing/real-clients.ts';

const violation = 'SECURITY VIOLATION: a real client came to credentials that are not ours';
const vendedKey = 'ASIASENTINELTEST0001';

const named = (...words: readonly string[]) =>
  hostileParents.filter(({ name }) => words.includes(name));

/** A client that is skipped says why. */
const titled = (clients: readonly RealClient[]) =>
  clients.map((client) => ({
    ...client,
    title: client.name + (client.missing === undefined ? '' : ` (skipped: ${client.missing})`),
  }));

describe.each(titled(realClients))('$title', (client) => {
  test.skipIf(client.missing !== undefined).each(hostileParents)(
    'SEC-19 a real client comes to the vended key below a parent with $name',
    async (parent) => {
      const { exitCode, accessKey } = await runBelowExec(client, parent);

      expect({ exitCode, accessKey }, violation).toEqual({ exitCode: 0, accessKey: vendedKey });
    },
  );

  test
    .skipIf(client.missing !== undefined)
    .each(named('long-lived keys', 'a default profile in the config file', 'files elsewhere'))(
    'SEC-19 the same client without exec comes to the foreign key of $name',
    (parent) => {
      expect(runWithoutExec(client, parent)).toBe(foreignKey);
    },
  );
});

const boto = realClients.filter(({ name, missing }) => name === 'boto3' && missing === undefined);

describe.each(boto)('$name alone', (client) => {
  test.each(
    named('boto files in the home', 'a boto file elsewhere', 'a credential file of the EC2 tools'),
  )('SEC-19 without exec it comes to the foreign key of $name', (parent) => {
    expect(runWithoutExec(client, parent)).toBe(foreignKey);
  });
});

describe.each(titled([awsCliClient]))('$title', (client) => {
  test
    .skipIf(client.missing !== undefined)
    .each(named('long-lived keys', 'a default profile that runs a command', 'a web identity'))(
    'SEC-19 the AWS CLI comes to the vended key below a parent with $name',
    async (parent) => {
      const { accessKey } = await runBelowExec(client, parent);

      expect(accessKey, violation).toMatch(/access_key\s*:?\s+\*+0001\s*:?\s+container-role/);
    },
  );
});
