import { modelViolations } from '@sentinel/devstack/sts/check-model';
import { readAssumeRole } from '@sentinel/devstack/sts/read-form';
import { shapes } from '@sentinel/devstack/sts/shapes';
import { readServiceModel, type ServiceModel } from '@sentinel/devstack/testing/service-model';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { brokenOf, leavesOf } from './model-violations.ts';

const found = readServiceModel('sts/2011-06-15');
const nothing: ServiceModel = { operations: {}, shapes: {} };
const model = found ?? nothing;
const input = model.operations['AssumeRole']?.input?.shape ?? '';

type Members = Readonly<Record<string, unknown>>;

const plain = { RoleArn: 'arn:aws:iam::111122223333:role/a', RoleSessionName: 'alice' };

/** What the stand-in makes of members as an SDK would send them, in the words of `brokenOf`. */
function standIn(members: Members): readonly string[] {
  const violations = modelViolations(readAssumeRole(Object.fromEntries(formOf(members))));
  return violations.map((violation) => {
    const [, at = '', rule = ''] = /at '([^']+)'(.*)$/s.exec(violation) ?? [];
    return `${pathOf(at)}: ${kindOf(violation, rule)}`;
  });
}

describe.skipIf(found === undefined)('AssumeRole (skipped without botocore)', () => {
  // What AWS knows and the stand-in refuses whole, rather than pass it over.
  const unmodelled = /^(SerialNumber|TokenCode|ProvidedContexts)/;

  test('has no member that the stand-in neither checks nor refuses', () => {
    const unchecked = leavesOf(model, input).filter(
      ([path, shape]) => !unmodelled.test(path) && !Object.hasOwn(shapes, shape),
    );

    // A list without limits of its own; the documentation limits it to ten.
    expect(unchecked).toEqual([['PolicyArns', 'policyDescriptorListType']]);
    expect(model.shapes['policyDescriptorListType']).toEqual({
      type: 'list',
      member: { shape: 'PolicyDescriptorType' },
    });
  });

  test.each([
    ['SerialNumber', { SerialNumber: 'arn:aws:iam::111122223333:mfa/a' }],
    ['TokenCode', { TokenCode: '123456' }],
    ['ProvidedContexts', { ProvidedContexts: [{ ContextAssertion: 'abcd' }] }],
  ])('is refused with %s', (_, members) => {
    expect(() => standIn({ ...plain, ...members })).toThrow('is not modelled');
  });

  const long = (length: number) => 'a'.repeat(length);
  const tags = (count: number) => Array.from({ length: count }, () => ({ Key: 'k', Value: '' }));
  // Every border of every member, and a sign on either side of every pattern.
  const borders: readonly Members[] = [
    ...[0, 1, 2, 64, 65].flatMap((length) => [
      { RoleSessionName: long(length) },
      { SourceIdentity: long(length) },
    ]),
    ...[19, 20, 2048, 2049].map((length) => ({ RoleArn: long(length) })),
    ...[1, 2, 1224, 1225].map((length) => ({ ExternalId: long(length) })),
    ...[899, 900, 43_200, 43_201, -1].map((seconds) => ({ DurationSeconds: seconds })),
    ...[0, 1, 128, 129].map((length) => ({ Tags: [{ Key: long(length), Value: 'v' }] })),
    ...[0, 256, 257].map((length) => ({ Tags: [{ Key: 'k', Value: long(length) }] })),
    ...[50, 51].map((count) => ({ Tags: tags(count) })),
    ...[50, 51].map((count) => ({ TransitiveTagKeys: Array(count).fill('k') })),
    ...[0, 1, 128, 129].map((length) => ({ TransitiveTagKeys: [long(length)] })),
    ...[19, 20].map((length) => ({ PolicyArns: [{ arn: long(length) }] })),
    ...[0, 1, 2048].map((length) => ({ Policy: long(length) })),
    { Tags: [{ Key: 'k' }] },
    { Tags: [{ Value: 'v' }] },
    { RoleArn: undefined },
    { RoleSessionName: undefined },
  ];

  test.each(borders)('%j is judged as by the model', (change) => {
    const members = { ...plain, ...change };

    expect([...standIn(members)].sort()).toEqual(
      [...brokenOf(model, input, { value: members })].sort(),
    );
  });

  const signs = [
    ...'aZ0_+=,.@-:/ #*"\\',
    '\t',
    '\n',
    '\r',
    '\u0000',
    '\u007f',
    '\u0080',
    '\u0085',
    '\u00a0',
    '\u00ff',
    '\u0100',
    'é',
    '日',
    '\u2028',
    '\ufffe',
  ];

  test.each(signs)('the sign %j is judged as by the model, in every text', (sign) => {
    const text = `ab${sign}`;
    const members = {
      RoleArn: `arn:aws:iam::111122223333:role/${text}`,
      RoleSessionName: text,
      SourceIdentity: text,
      ExternalId: text,
      Policy: text,
      PolicyArns: [{ arn: `arn:aws:iam::aws:policy/${text}` }],
      Tags: [{ Key: text, Value: text }],
      TransitiveTagKeys: [text],
    };

    expect([...standIn(members)].sort()).toEqual(
      [...brokenOf(model, input, { value: members })].sort(),
    );
  });

  const text = (maxLength: number) =>
    fc.string({ unit: fc.constantFrom(...signs.slice(0, 12), 'a', 'b', 'c'), maxLength });
  const anyMembers = fc.record(
    {
      RoleArn: text(30),
      RoleSessionName: text(70),
      SourceIdentity: text(70),
      ExternalId: text(5),
      DurationSeconds: fc.integer({ min: 0, max: 50_000 }),
      Policy: text(5),
      PolicyArns: fc.array(fc.record({ arn: text(30) }), { maxLength: 2 }),
      Tags: fc.array(fc.record({ Key: text(130), Value: text(260) }, { requiredKeys: [] }), {
        maxLength: 3,
      }),
      TransitiveTagKeys: fc.array(text(130), { maxLength: 2 }),
    },
    { requiredKeys: [] },
  );

  test('any request is judged as by the model', () => {
    const isEmptyEntry = (entry: object) => Object.keys(entry).length === 0;
    fc.assert(
      fc.property(anyMembers, (members) => {
        // An entry without members is sent as nothing at all.
        fc.pre(!(members.Tags ?? []).some(isEmptyEntry));
        expect([...standIn(members)].sort()).toEqual(
          [...brokenOf(model, input, { value: members })].sort(),
        );
      }),
      { numRuns: 2000 },
    );
  });
});

function formOf(members: Members): [string, string][] {
  return Object.entries(members).flatMap(([name, value]): [string, string][] => {
    if (value === undefined) return [];
    if (!Array.isArray(value)) return [[name, String(value)]];
    return value.flatMap((entry, index): [string, string][] => {
      const at = `${name}.member.${index + 1}`;
      return typeof entry === 'object'
        ? Object.entries(entry).map(([key, inner]) => [`${at}.${key}`, String(inner)])
        : [[at, String(entry)]];
    });
  });
}

/** `tags.1.member.key` is `Tags[1].Key`; `policyArns` alone is the member itself. */
function pathOf(at: string): string {
  return at
    .replace(/\.(\d+)\.member/g, '[$1]')
    .replace(/(^|\.)([a-z])/g, (_, dot: string, letter: string) => dot + letter.toUpperCase())
    .replace('.Arn', '.arn');
}

function kindOf(violation: string, rule: string): string {
  if (violation.includes('must not be null')) return 'required';
  if (rule.includes('pattern')) return 'pattern';
  if (rule.includes('greater than or equal')) return 'min';
  if (rule.includes('less than or equal')) return 'max';
  return 'type';
}
