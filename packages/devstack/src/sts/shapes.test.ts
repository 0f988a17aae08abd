import { describe, expect, test } from 'vitest';
import { readServiceModel } from '../../testing/service-model.ts';
import { shapes } from './shapes.ts';

const model = readServiceModel('sts/2011-06-15');

describe.skipIf(model === undefined)('the service model (skipped without botocore)', () => {
  test.each(Object.entries(shapes))('says of %s what we say', (name, shape) => {
    const { min, max, pattern } = model?.shapes[name] ?? {};

    expect({ ...shape }).toEqual(JSON.parse(JSON.stringify({ min, max, pattern })));
  });
});
