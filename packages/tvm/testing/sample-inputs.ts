import type { RouteName } from '@sentinel/core/contract/index';

/** Query and body, as sent, of a call that a route's schemas let through; a route that is not here needs neither. */
export const sampleInputs: Readonly<
  Partial<
    Record<RouteName, { readonly query?: Readonly<Record<string, string>>; readonly body?: object }>
  >
> = {
  vend: { body: { profile: 'dev' } },
  vendByQuery: { query: { profile: 'dev' } },
  explain: { query: { profile: 'dev' } },
  revokeSession: { body: { reason: 'a stolen laptop' } },
  createRevocation: { body: { subject: 'bob@example.com', reason: 'a stolen laptop' } },
  createRequest: { body: { profile: 'dev', justification: 'to look at it' } },
  openBreakGlass: {
    body: {
      profiles: ['dev'],
      reason_code: 'incident',
      justification: 'everything is on fire here',
    },
  },
  extendBreakGlass: { body: { duration: 900 } },
  reviewBreakGlass: { body: { verdict: 'justified' } },
  sessionCheck: { query: { access_key_id: 'ASIAEXAMPLEEXAMPLE01' } },
};
