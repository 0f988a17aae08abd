import { describe, expect, test } from 'vitest';
import { readMembers } from '../http/query-protocol.ts';
import { modelViolations } from './check-model.ts';
import { readAssumeRole } from './read-form.ts';

const plain = 'RoleArn=arn:aws:iam::111122223333:role/a&RoleSessionName=alice';

function read(more: string) {
  return readAssumeRole(readMembers(new URLSearchParams(`${plain}&${more}`)));
}

describe('a form of AssumeRole', () => {
  test('is read with its lists in order, whatever the order received', () => {
    const request = read(
      'Tags.member.2.Value=2&Tags.member.1.Key=a&Tags.member.2.Key=b&Tags.member.1.Value=1&TransitiveTagKeys.member.1=a&PolicyArns.member.1.arn=x',
    );

    expect(request).toMatchObject({
      tags: [
        { key: 'a', value: '1' },
        { key: 'b', value: '2' },
      ],
      transitiveTagKeys: ['a'],
      policyArns: ['x'],
    });
    expect(request.absent).toBeUndefined();
  });

  test('may name a list and leave it empty', () => {
    expect(read('Tags=&PolicyArns=')).toMatchObject({ tags: [], policyArns: [] });
  });

  test.each([
    ['value', 'Tags.member.1.Key=a'],
    ['key', 'Tags.member.1.Value=a'],
  ])('whose tag has no %s violates the model', (member, form) => {
    expect(modelViolations(read(form))).toContain(
      `Value null at 'tags.1.member.${member}' failed to satisfy constraint: Member must not be null`,
    );
  });

  test('whose second tag alone has a value is not read as if the first had it', () => {
    const request = read('Tags.member.1.Key=a&Tags.member.2.Key=b&Tags.member.2.Value=2');

    expect(request.absent).toEqual(['tags.1.member.value']);
    expect(request.tags[1]).toEqual({ key: 'b', value: '2' });
  });

  test.each([
    'SerialNumber=1',
    'TokenCode=123456',
    'ProvidedContexts.member.1.ContextAssertion=a',
    'SourceIdentiy=alice',
    'Tags=a',
    'Tags.member.0.Key=a',
    'Tags.member.1.Key.x=a',
    'Tags.member.1=a',
    'Tags.1.Key=a',
    'TransitiveTagKeys.member.99999=a',
    'PolicyArns.member.1.Arn=a',
  ])('with `%s` is not passed over', (form) => {
    expect(() => read(form)).toThrow(`\`${form.split('=')[0]}\` is not modelled`);
  });

  test.each(['Tags.member.2.Key=a&Tags.member.2.Value=b', 'TransitiveTagKeys.member.2=a'])(
    'with a gap in a list, as in `%s`, is not passed over',
    (form) => {
      expect(() => read(form)).toThrow('gaps');
    },
  );
});
