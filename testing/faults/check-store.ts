import type { AccessRequest } from '@sentinel/core/approval/request';
import type { Guard } from '@sentinel/core/break-glass/guard';
import type { MemoryWorld } from '@sentinel/core/memory/world';
import type { Revocation } from '@sentinel/core/revocation/revocation';

/** What policy allows of each profile of the town. */
const rules: Readonly<Record<string, { readonly uses?: number; readonly openings?: number }>> = {
  production: { uses: 1, openings: 2 },
  staging: { openings: 1 },
};

/** What must hold of everything stored, whatever failed: what does not, in words. */
export async function wrongInStore(outside: MemoryWorld): Promise<readonly string[]> {
  const revoked = await Promise.all(
    outside.revocations.all().map((revocation) => wrongInRevocation(revocation, outside)),
  );
  return [
    ...outside.requests.all().flatMap(wrongInRequest),
    ...outside.breakGlass.guards().flatMap(wrongInGuard),
    ...wrongInQuotas(outside),
    ...wrongInSessions(outside),
    ...revoked.flat(),
  ];
}

function wrongInRequest(request: AccessRequest): readonly string[] {
  const { id, approvals, status, grant, closed, sessionIds } = request;
  const persons = new Set(approvals.map(({ person }) => person));
  const isOpenedByPeople = status === 'approved' && request.via === 'approved';
  return saying(`request ${id}`, {
    'has too few approvers': isOpenedByPeople && persons.size < request.needed,
    'was approved twice by one person': persons.size !== approvals.length,
    'was approved by its requester': persons.has(request.person),
    'has a grant and is pending': status === 'pending' && grant !== undefined,
    'is approved without a grant': status === 'approved' && grant === undefined,
    'is closed by nobody': /denied|cancelled|withdrawn/.test(status) && closed === undefined,
    'is overused': sessionIds.length > (rules[request.profile]?.uses ?? 1000),
    'counts a key twice': hasTwice(request.keyed.map((keyed) => keyed.id)),
  });
}

function wrongInGuard({ person, events, past }: Guard): readonly string[] {
  const open = events.filter(({ status }) => status === 'open');
  return saying(`the guard of ${person}`, {
    'has two open of one profile': hasTwice(open.map(({ profile }) => profile)),
    'has one event twice': hasTwice([...events, ...past].map(({ id }) => id)),
    'has one reviewed by its invoker': events.some(({ review }) => review.done?.person === person),
    'has one reviewed while open': open.some(({ review }) => review.done !== undefined),
    'counts a key twice': events.some(({ keyed }) => hasTwice(keyed.map(({ id }) => id))),
  });
}

function wrongInQuotas({ breakGlass }: MemoryWorld): readonly string[] {
  const events = breakGlass.guards().flatMap((guard) => guard.events);
  return Object.entries(rules).flatMap(([name, { openings = 0 }]) =>
    saying(`the quota of ${name}`, {
      'is passed': events.filter(({ profile }) => profile === name).length > openings,
      'has an opening without a place': events.some(
        ({ profile, id }) =>
          profile === name && !breakGlass.places(name).some(({ event }) => event === id),
      ),
    }),
  );
}

function wrongInSessions({ sessions, requests, breakGlass }: MemoryWorld): readonly string[] {
  const events = breakGlass.guards().flatMap((guard) => guard.events);
  const rights = [...requests.all(), ...events];
  return [
    ...sessions.all().flatMap(({ id, via, entitlementId, status, endedAtMs }) =>
      saying(`session ${id}`, {
        'was opened under a right that does not count it':
          via !== 'direct' &&
          !rights.some((right) => right.id === entitlementId && right.sessionIds.includes(id)),
        'is over, and nobody knows when': status !== 'active' && endedAtMs === undefined,
      }),
    ),
    ...sessions.keys().flatMap(({ accessKeyId, session }) =>
      saying(`key ${accessKeyId}`, {
        'has no session': !sessions.all().some(({ id }) => id === session.id),
      }),
    ),
  ];
}

/** One that is done has bitten: its blocks stand, and what it is about is over. */
async function wrongInRevocation(
  { id, target, status, untilMs, isAdministrators }: Revocation,
  { subjects, sessions, clock }: MemoryWorld,
): Promise<readonly string[]> {
  const own = target.kind === 'subject' ? target.subjects : [];
  const states =
    target.kind === 'profile'
      ? [await subjects.readProfile(target.profile)]
      : await Promise.all(
          (target.kind === 'session' ? [target.subject] : own).map((each) => subjects.read(each)),
        );
  const isDone = status === 'done';
  const isOver = (session: (typeof all)[number]) => session.status !== 'active';
  const all = sessions.all();
  const about = all.filter((session) =>
    target.kind === 'session'
      ? session.id === target.sessionId
      : own.includes(session.subject) &&
        (target.profile === undefined || target.profile === session.profile),
  );
  return saying(`revocation ${id}`, {
    'is done and blocks nobody':
      isDone &&
      isAdministrators &&
      states.some(({ blocks }) => blocks.get(id)?.untilMs !== untilMs),
    'is done and leaves a session alive': isDone && !about.every(isOver),
    'is lifted and still blocks':
      status === 'lifted' &&
      states.some(({ blocks }) => (blocks.get(id)?.untilMs ?? 0) > clock.nowMs()),
  });
}

function saying(what: string, wrongs: Readonly<Record<string, boolean>>): readonly string[] {
  return Object.entries(wrongs).flatMap(([words, isWrong]) =>
    isWrong ? [`${what} ${words}`] : [],
  );
}

function hasTwice(texts: readonly string[]): boolean {
  return new Set(texts).size < texts.length;
}
