import { grantUseContract } from '@sentinel/core/testing/contracts/grant-use';
import { memoryWorld } from './world.ts';

grantUseContract('in memory', async () => {
  const { ports } = memoryWorld();
  return { connect: () => ports.requests };
});
