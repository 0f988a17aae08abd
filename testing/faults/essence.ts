import type { MemoryWorld } from '@sentinel/core/memory/world';

const subjects = ['alice@example.com', 'iam/alice', 'bob@example.com', 'sam@example.com'];
const profiles = ['dev', 'production', 'staging'];

/**
 * What a store comes to, without what no two runs share: ids, times, and how often was tried. Two runs that come to the
 * same have done the same. Of sessions those alone that are over by somebody's will, or were there `before`.
 */
export async function essenceOf(
  outside: MemoryWorld,
  before: ReadonlySet<string>,
): Promise<string> {
  const { requests, breakGlass, revocations, sessions } = outside;
  const blocks = async (name: string, kind: 'read' | 'readProfile') => {
    const state = await Reflect.apply(outside.subjects[kind], outside.subjects, [name]);
    const { epoch, blocks: all } = state as Awaited<ReturnType<typeof outside.subjects.read>>; // both give it
    const nowMs = outside.clock.nowMs();
    return [
      name,
      epoch,
      all.size,
      [...all.values()].filter(({ untilMs }) => untilMs > nowMs).length,
    ];
  };
  const events = (all: ReturnType<typeof breakGlass.events>) =>
    [...all]
      .sort((one, other) => (one.id < other.id ? -1 : 1))
      .map((event) => [
        event.profile,
        event.status,
        event.version,
        Math.round((event.endsAtMs - event.openedAtMs) / 60_000) * 60,
        event.closed?.person,
        event.review.done?.verdict,
      ]);
  return JSON.stringify({
    requests: requests
      .all()
      .map((request) => [
        request.profile,
        request.status,
        request.version,
        request.approvals.map(({ person }) => person),
        request.closed?.person,
        request.keyed.length,
      ]),
    guards: breakGlass.guards().map((guard) => [guard.person, guard.version, events(guard.events)]),
    events: events(breakGlass.events()),
    places: profiles.map((profile) => breakGlass.places(profile).length),
    revocations: revocations
      .all()
      .map(({ target, status, version }) => [target.kind, status, version]),
    blocks: [
      ...(await Promise.all(subjects.map((name) => blocks(name, 'read')))),
      ...(await Promise.all(profiles.map((name) => blocks(name, 'readProfile')))),
    ],
    sessions: sessions
      .all()
      .filter(({ id }) => before.has(id))
      .map(({ profile, status, via }) => [profile, status, via]),
  });
}
