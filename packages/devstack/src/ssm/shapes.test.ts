import { describe, expect, test } from 'vitest';
import { readServiceModel } from '../../testing/service-model.ts';
import { shapes, tiers, types } from './shapes.ts';

const model = readServiceModel('ssm/2014-11-06');

describe.skipIf(model === undefined)('the service model (skipped without botocore)', () => {
  test.each(Object.entries(shapes))('says of %s what we say', (name, shape) => {
    const { min, max } = model?.shapes[name] ?? {};

    expect({ ...shape }).toEqual({ min, max });
  });

  test('names the types and tiers that we name', () => {
    expect(types).toEqual(model?.shapes['ParameterType']?.enum);
    expect(tiers).toEqual(model?.shapes['ParameterTier']?.enum);
  });
});
