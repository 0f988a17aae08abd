import { breakGlassContract } from '@sentinel/core/testing/contracts/break-glass';
import { breakGlassListContract } from '@sentinel/core/testing/contracts/break-glass-list';
import { breakGlassQuotaContract } from '@sentinel/core/testing/contracts/break-glass-quota';
import { controlContract } from '@sentinel/core/testing/contracts/control';
import { credentialsContract } from '@sentinel/core/testing/contracts/credentials';
import { policiesContract } from '@sentinel/core/testing/contracts/policies';
import { requestListContract } from '@sentinel/core/testing/contracts/request-list';
import { requestsContract } from '@sentinel/core/testing/contracts/requests';
import { revocationsContract } from '@sentinel/core/testing/contracts/revocations';
import { sessionListContract } from '@sentinel/core/testing/contracts/session-list';
import { sessionsContract } from '@sentinel/core/testing/contracts/sessions';
import { subjectsContract } from '@sentinel/core/testing/contracts/subjects';
import { trailContract } from '@sentinel/core/testing/contracts/trail';
import { memoryWorld } from './world.ts';

subjectsContract('in memory', async () => {
  const { ports } = memoryWorld();
  return { connect: () => ports.subjects };
});

const startSessions = async () => {
  const { ports } = memoryWorld();
  return { connect: () => ports.sessions };
};
sessionsContract('in memory', startSessions);
sessionListContract('in memory', startSessions);

const startRequests = async () => {
  const { ports } = memoryWorld();
  return { connect: () => ports.requests };
};
requestsContract('in memory', startRequests);
requestListContract('in memory', startRequests);

revocationsContract('in memory', async () => {
  const { ports } = memoryWorld();
  return { connect: () => ports.revocations };
});

trailContract('in memory', async () => {
  const { trail, ports } = memoryWorld();
  return {
    connect: () => ports.trail,
    lines: () => trail.lines(),
    writer: async (id) => trail.notes().get(id),
  };
});

controlContract('in memory', async () => {
  const { control, ports } = memoryWorld();
  return {
    connect: () => ports.control,
    setNotBefore: async (notBeforeMs) => control.setNotBefore(notBeforeMs),
  };
});

policiesContract('in memory', async () => {
  const { policies, ports } = memoryWorld();
  return {
    connect: () => ports.policies,
    put: async (ref, text) => policies.put(ref, text),
    remove: async (ref) => policies.remove(ref),
  };
});

credentialsContract('in memory', async () => {
  const { clock, ports } = memoryWorld();
  return { connect: () => ports.credentials, nowMs: () => clock.nowMs() };
});

const startBreakGlass = async () => {
  const { ports } = memoryWorld();
  return { connect: () => ports.breakGlass };
};
breakGlassContract('in memory', startBreakGlass);
breakGlassQuotaContract('in memory', startBreakGlass);
breakGlassListContract('in memory', startBreakGlass);
