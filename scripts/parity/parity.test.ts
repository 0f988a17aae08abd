import { describe, expect, test } from 'vitest';
import { compareDeployments } from './compare-deployments.ts';
import { fromCdk } from './from-cdk.ts';
import { fromCode } from './from-code.ts';
import { fromTerraform } from './from-terraform.ts';
import { missingTerraform, planTerraform } from './plan-terraform.ts';
import { missingCdk, synthCdk } from './synth-cdk.ts';

const missing = missingTerraform() ?? missingCdk();

/** A text of the plan or of the templates, and what a mistake would make of it. */
type Mistake = readonly [kind: string, of: string, to: string, told: RegExp];

const inThePlan: readonly Mistake[] = [
  ['a variable that is left out', '"SENTINEL_SESSION_VENDS":"200",', '', /SENTINEL_SESSION_VENDS/],
  [
    'a variable of another value',
    '"SENTINEL_RETENTION_DAYS":"400"',
    '"SENTINEL_RETENTION_DAYS":"40"',
    /RETENTION_DAYS/,
  ],
  [
    'an action more',
    '"dynamodb:GetItem\\",\\"dynamodb:PutItem',
    '"dynamodb:Scan\\",\\"dynamodb:GetItem\\",\\"dynamodb:PutItem',
    /rights > sentinel-api/,
  ],
  [
    'a resource less',
    ',\\"arn:aws:dynamodb:eu-west-1:111122223333:table/sentinel/index/*\\"',
    '',
    /rights > sentinel-api/,
  ],
  [
    'a condition on another value',
    '\\"kms:ViaService\\":\\"dynamodb.',
    '\\"kms:ViaService\\":\\"*.',
    /rights > sentinel-authorizer/,
  ],
  [
    'a trust of another',
    ':role/sentinel-api\\"',
    ':role/other\\"',
    /trust > SentinelProtected-Production/,
  ],
  [
    'an emergency user without MFA',
    '\\"Condition\\":{\\"Bool\\":{\\"aws:MultiFactorAuthPresent\\":\\"true\\"},',
    '\\"Condition\\":{',
    /trust > SentinelProtected-Production: .*MultiFactorAuthPresent/,
  ],
  [
    'an emergency role that nobody gets into',
    '\\"Principal\\":{\\"AWS\\":[\\"arn:aws:iam::444455556666:role/Emergency\\"]},\\"Sid\\":\\"EmergencyRole\\"',
    '\\"Principal\\":{\\"AWS\\":[\\"arn:aws:iam::444455556666:role/Other\\"]},\\"Sid\\":\\"EmergencyRole\\"',
    /trust > SentinelProtected-Production/,
  ],
  [
    'an alarm that does not see who passes the server by',
    ':role/SentinelProtected-*\\")',
    ':role/Protected-*\\")',
    /metricFilters > sentinel-EmergencyRoleUsed/,
  ],
  ['a sort key of another name', '"range_key":"sk"', '"range_key":"id"', /table > key/],
  [
    'an index of another key',
    '"hash_key":"gsi2pk"',
    '"hash_key":"gsi1pk"',
    /table > indexes > by-time/,
  ],
  [
    'a stream without old images',
    '"stream_view_type":"NEW_AND_OLD_IMAGES"',
    '"stream_view_type":"NEW_IMAGE"',
    /table > stream/,
  ],
  [
    'another attribute of TTL',
    '"attribute_name":"ttl"',
    '"attribute_name":"expires"',
    /table > ttl/,
  ],
  [
    'no point-in-time recovery',
    '"point_in_time_recovery":[{"enabled":true',
    '"point_in_time_recovery":[{"enabled":false',
    /pointInTimeRecovery/,
  ],
  [
    'a route of another path',
    '"route_key":"GET /whoami"',
    '"route_key":"GET /me"',
    /routes > GET \/whoami/,
  ],
  [
    'a route that anybody may call',
    '"authorization_type":"AWS_IAM"',
    '"authorization_type":"NONE"',
    /routes > POST \/: .*NONE/,
  ],
  [
    'a threshold of another height',
    '"threshold":600000',
    '"threshold":600',
    /alarms > sentinel-revoker-behind/,
  ],
  ['a metric filter of another pattern', '= \\"allow\\"', '= \\"deny\\"', /metricFilters/],
  [
    'a batch of another size',
    '"batch_size":100',
    '"batch_size":1',
    /streams > revoker > batchSize/,
  ],
  [
    'a filter of another key',
    '\\"prefix\\":\\"event#\\"',
    '\\"prefix\\":\\"other#\\"',
    /streams > notifier > filters/,
  ],
  ['a schedule of another rate', 'rate(5 minutes)', 'rate(1 day)', /schedules > revoker/],
  ['a shorter timeout', '"timeout":29', '"timeout":3', /timeoutSeconds/],
  ['less memory', '"memory_size":1024', '"memory_size":128', /memoryMb/],
  [
    'another handler',
    '"handler":"notifier.handler"',
    '"handler":"api.handler"',
    /sentinel-notifier > handler/,
  ],
  [
    'shorter logs',
    '"name":"/aws/lambda/sentinel-api","name_prefix"',
    '"name":"/aws/lambda/other","name_prefix"',
    /logRetention/,
  ],
  ['an invoker of any API', 'a1b2c3d4e5/$default/*', '*', /invokers > sentinel-api/],
];

const inTheTemplates: readonly Mistake[] = [
  [
    'a variable that is left out',
    '"SENTINEL_SESSION_VENDS":"200"',
    '"OTHER":"200"',
    /SENTINEL_SESSION_VENDS/,
  ],
  [
    'an action more',
    '"dynamodb:PutItem"',
    '"dynamodb:PutItem","dynamodb:DeleteItem"',
    /rights > sentinel-api/,
  ],
  [
    'an index of another name',
    '"IndexName":"by-owner"',
    '"IndexName":"by-user"',
    /table > indexes/,
  ],
  [
    'a route that anybody may call',
    '"AuthorizationType":"AWS_IAM"',
    '"AuthorizationType":"NONE"',
    /routes > /,
  ],
  [
    'an alarm of another metric',
    '"MetricName":"PolicyBroken"',
    '"MetricName":"Broken"',
    /alarms > sentinel-policy-broken/,
  ],
  ['shorter logs', '"RetentionInDays":400', '"RetentionInDays":30', /logRetention/],
  [
    'more at once',
    '"ReservedConcurrentExecutions":1',
    '"ReservedConcurrentExecutions":2',
    /concurrency/,
  ],
  [
    'a throttle of another rate',
    '"ThrottlingRateLimit":100',
    '"ThrottlingRateLimit":1',
    /api > throttleRate/,
  ],
  [
    'an emergency role that has to show MFA, which no role can',
    '"Sid":"EmergencyRole","Effect":"Allow","Principal":{"AWS":["arn:aws:iam::444455556666:role/Emergency"]},"Action":["sts:AssumeRole"],"Condition":{',
    '"Sid":"EmergencyRole","Effect":"Allow","Principal":{"AWS":["arn:aws:iam::444455556666:role/Emergency"]},"Action":["sts:AssumeRole"],"Condition":{"Bool":{"aws:MultiFactorAuthPresent":"true"},',
    /trust > SentinelProtected-Production: .*MultiFactorAuthPresent/,
  ],
  [
    'an emergency user that guardrails keep out',
    ',"arn:aws:iam::444455556666:user/on-call"]}',
    ']}',
    /guardrails > organization/,
  ],
  [
    'a profile more',
    '"aws:RequestTag/SentinelProfile":["production"]',
    '"aws:RequestTag/SentinelProfile":["production","dev"]',
    /trust > SentinelProtected-Production/,
  ],
];

describe.skipIf(missing !== undefined)(
  `what is deployed (${missing ?? 'planned and synthesised'})`,
  () => {
    const parts = missing === undefined ? { plan: planTerraform(), made: synthCdk() } : undefined;

    function compared(changed: { readonly plan?: Mistake; readonly made?: Mistake } = {}) {
      if (parts === undefined) throw new Error('nothing was planned');
      return compareDeployments({
        code: fromCode(),
        terraform: fromTerraform(mistaken(parts.plan, changed.plan)),
        cdk: fromCdk(mistaken(parts.made, changed.made)),
      });
    }

    test('is the same by Terraform, by the CDK and by what the code declares', () => {
      expect(compared()).toEqual([]);
    });

    test.each(inThePlan)('differs by %s of Terraform', (...mistake) => {
      expect(compared({ plan: mistake }).join('\n')).toMatch(mistake[3]);
    });

    test.each(inTheTemplates)('differs by %s of the CDK', (...mistake) => {
      expect(compared({ made: mistake }).join('\n')).toMatch(mistake[3]);
    });

    test('the guardrails of the CDK are those of Terraform', () => {
      const [first] = Object.keys(parts?.made.guardrails ?? {});
      const mistake: Mistake = [
        '',
        '"sts:SetSourceIdentity"',
        '"sts:GetFederationToken"',
        /guardrails/,
      ];

      expect(first).toBeDefined();
      expect(compared({ made: mistake }).join('\n')).toMatch(/guardrails > /);
    });
  },
);

/** The same with a mistake in its text. Throws where the text holds nothing to mistake. */
function mistaken<T>(whole: T, mistake: Mistake | undefined): T {
  if (mistake === undefined) return whole;
  const [kind, of, to] = mistake;
  const text = JSON.stringify(whole);
  if (!text.includes(of)) throw new Error(`nothing to mistake for: ${kind}`);
  return JSON.parse(text.replaceAll(of, to));
}
