import type { Verb } from './command.ts';

/** Every verb, in the order of the help. A verb's file is loaded only when it is run or its help is asked for. */
export const verbs: Readonly<Record<string, Verb>> = {
  exec: {
    summary: 'run a command with vended credentials',
    load: () => import('./commands/exec.ts'),
  },
  credentials: {
    summary: 'print credentials for AWS tools (credential_process)',
    load: () => import('./commands/credentials.ts'),
  },
  profiles: {
    summary: 'list what you can have',
    load: () => import('./commands/profiles.ts'),
  },
  explain: {
    summary: 'tell why, why not, when, and what next',
    load: () => import('./commands/explain.ts'),
  },
  whoami: {
    summary: 'tell who you are to Sentinel',
    load: () => import('./commands/whoami.ts'),
  },
  sessions: {
    summary: 'list sessions',
    load: () => import('./commands/sessions.ts'),
  },
  session: {
    summary: 'show a session, or end it',
    load: () => import('./commands/session.ts'),
  },
  dev: {
    summary: 'run the whole product on this machine, without an AWS account',
    load: () => import('./commands/dev.ts'),
  },
};
