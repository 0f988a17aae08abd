import { grantUseContract } from '@sentinel/core/testing/contracts/grant-use';
import { describe } from 'vitest';
import { memoryWorld } from './world.ts';

describe('SEC-09 in memory', () => {
  grantUseContract('in memory', async () => {
    const { ports } = memoryWorld();
    return { connect: () => ports.requests };
  });
});
