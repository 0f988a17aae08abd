import { describe, expect, test } from 'vitest';
import { readServiceModel } from '../../testing/service-model.ts';
import { operations } from './operations.ts';
import { shapes } from './shapes.ts';

const model = readServiceModel('iam/2010-05-08');

describe.skipIf(model === undefined)('the service model (skipped without botocore)', () => {
  test.each(Object.entries(shapes))('says of %s what we say', (name, shape) => {
    const { min, max, pattern } = model?.shapes[name] ?? {};

    expect({ ...shape }).toEqual(JSON.parse(JSON.stringify({ min, max, pattern })));
  });

  test.each(Object.entries(operations))('gives %s the members that we read', (name, members) => {
    const shape = model?.shapes[model.operations[name]?.input?.shape ?? ''];
    const known = Object.entries(members).map(([member, { shape: own }]) => [member, own]);
    const said = known.map(([member = '']) => [member, shape?.members?.[member]?.shape]);

    expect(known).toEqual(said);
    expect(
      Object.entries(members)
        .filter(([, member]) => member.isRequired)
        .map(([member]) => member),
    ).toEqual(shape?.required);
  });
});
