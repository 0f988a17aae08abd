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
  request: {
    summary: 'ask for an approval',
    load: () => import('./commands/request.ts'),
  },
  requests: {
    summary: 'list requests, or show one',
    load: () => import('./commands/requests.ts'),
  },
  approve: {
    summary: 'approve a request',
    load: () => import('./commands/approve.ts'),
  },
  deny: {
    summary: 'deny a request',
    load: () => import('./commands/deny.ts'),
  },
  cancel: {
    summary: 'take back a request, or what was approved',
    load: () => import('./commands/cancel.ts'),
  },
  breakglass: {
    summary: 'emergency access: open, list, show, extend, close, review',
    load: () => import('./commands/breakglass.ts'),
  },
  revoke: {
    summary: 'revoke a session',
    load: () => import('./commands/revoke.ts'),
  },
  block: {
    summary: 'keep a subject out, or everybody from a profile',
    load: () => import('./commands/block.ts'),
  },
  unblock: {
    summary: 'lift a block',
    load: () => import('./commands/unblock.ts'),
  },
  blocks: {
    summary: 'list blocks, or show one',
    load: () => import('./commands/blocks.ts'),
  },
  token: {
    summary: 'prove a session to a service',
    load: () => import('./commands/token.ts'),
  },
  dev: {
    summary: 'run the whole product on this machine, without an AWS account',
    load: () => import('./commands/dev.ts'),
  },
};
