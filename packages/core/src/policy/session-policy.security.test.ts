import fc from 'fast-check';
import { expect, test } from 'vitest';
import * as z from 'zod/mini';
import { sessionPolicyFor } from './session-policy.ts';

const sentPolicy = z.object({ Statement: z.array(z.looseObject({ Effect: z.string() })) });
const statements = fc.array(
  fc.record({
    Effect: fc.constantFrom('Allow', 'Deny'),
    Action: fc.constantFrom('s3:*', 'ec2:Describe*', '*'),
    Resource: fc.constant('*'),
  }),
  { minLength: 1, maxLength: 3 },
);
const narrowings = fc.oneof(
  statements.map((Statement) => ({ inline: { Version: '2012-10-17', Statement } })),
  fc
    .constantFrom('ReadOnlyAccess', 'SecurityAudit')
    .map((name) => ({ arns: [`arn:aws:iam::aws:policy/${name}`] })),
);
const ends = fc.option(fc.integer({ min: 0, max: 4e12 }), { nil: undefined });

test('SEC-30 what narrows a session gets no Allow beside its own', () => {
  fc.assert(
    fc.property(narrowings, ends, (narrowing, denyAtMs) => {
      const { policy } = sessionPolicyFor(narrowing, { denyAtMs });

      const sent = policy === undefined ? [] : sentPolicy.parse(JSON.parse(policy)).Statement;
      const own = 'inline' in narrowing ? narrowing.inline.Statement : [];
      expect(
        sent.filter(({ Effect }) => Effect === 'Allow'),
        'SECURITY VIOLATION: a session policy is widened',
      ).toEqual(own.filter(({ Effect }) => Effect === 'Allow'));
    }),
  );
});

test('SEC-30 what narrows a session is sent whole, with an end and without', () => {
  fc.assert(
    fc.property(narrowings, ends, (narrowing, denyAtMs) => {
      const { policy, policyArns } = sessionPolicyFor(narrowing, { denyAtMs });

      const lost = 'SECURITY VIOLATION: a session policy is lost';
      if ('arns' in narrowing) {
        expect(policyArns, lost).toEqual(narrowing.arns);
        return;
      }
      const sent = sentPolicy.parse(JSON.parse(policy ?? '')).Statement;
      expect(sent.slice(0, narrowing.inline.Statement.length), lost).toEqual(
        narrowing.inline.Statement,
      );
    }),
  );
});
