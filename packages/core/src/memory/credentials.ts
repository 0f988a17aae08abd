import type { AssumeRole, Clock, Credentials, IssuedCredentials } from '../ports.ts';

export type MemoryCredentials = Credentials & {
  /** All that was asked, in order. */
  asked(): readonly AssumeRole[];
  /** All that was issued, in order. */
  issued(): readonly IssuedCredentials[];
};

/** An STS that grants whatever is asked; its secrets hold the word `canary`, so that a leak is found by search. */
export function memoryCredentials(clock: Clock): MemoryCredentials {
  const asked: AssumeRole[] = [];
  const issued: IssuedCredentials[] = [];
  return {
    assume: async (ask) => {
      const number = asked.push(ask);
      const credentials = {
        accessKeyId: `ASIA${String(number).padStart(16, '0')}`,
        secretAccessKey: `secret-canary-${number}`,
        sessionToken: `token-canary-${number}`,
        expiresAtMs: clock.nowMs() + ask.durationSeconds * 1000,
      };
      issued.push(credentials);
      return credentials;
    },
    asked: () => [...asked],
    issued: () => [...issued],
  };
}
