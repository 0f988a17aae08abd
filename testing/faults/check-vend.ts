import { people, type Reply } from './town.ts';
import type { TwinTown } from './twin-town.ts';

/** Whether everything that credentials need is true of the store as they are answered: what is not, in words. */
export async function wrongInVend(
  reply: Reply,
  { town, startedAtMs }: { readonly town: TwinTown; readonly startedAtMs: number },
): Promise<readonly string[]> {
  const { outside, asked } = town;
  const { AccessKeyId: keyId, RoleArn: roleArn } = reply.json;
  if (keyId === undefined) return [];
  const nowMs = outside.clock.nowMs();
  const key = outside.sessions.keys().find(({ accessKeyId }) => accessKeyId === keyId);
  const session = outside.sessions.all().find(({ id }) => id === key?.session.id);
  if (key === undefined || session === undefined) return ['the key or its session is not stored'];
  const { subject, profile, via, entitlementId } = session;
  const states = [
    await outside.subjects.read(subject),
    await outside.subjects.readProfile(profile),
  ];
  const rights = [
    ...outside.requests.all(),
    ...outside.breakGlass.guards().flatMap(({ events }) => events),
  ];
  const right = rights.find(({ id }) => id === entitlementId);
  const endsMs = right === undefined ? 0 : 'grant' in right ? right.grant?.untilMs : endOf(right);
  const wrongs: Readonly<Record<string, boolean>> = {
    'the session is not active': session.status !== 'active',
    'the session is somebody else’s': session.callerArn !== people.alice.userArn,
    'the role is not that of the profile': !String(roleArn).endsWith(roleOf(profile)),
    'policy denies it': profile === 'locked' || (via === 'direct' && profile !== 'dev'),
    'there is no right to it':
      via !== 'direct' && !['approved', 'open'].includes(`${right?.status}`),
    'the right does not count it':
      via !== 'direct' && right?.sessionIds.includes(session.id) !== true,
    'the right is over': via !== 'direct' && (endsMs ?? 0) <= startedAtMs,
    'a block stands': states.some(({ blocks }) =>
      [...blocks.values()].some(
        (block) => block.untilMs > nowMs && ['*', profile].includes(block.profile),
      ),
    ),
    'the session was not stored before STS was asked': !asked.every(({ isHeld }) => isHeld),
    'it took longer than a revocation waits': nowMs - (asked.at(-1)?.atMs ?? 0) >= 10_000,
    'its line is not in the trail': !outside.trail
      .lines()
      .some((line) => line.includes(key.line.hash)),
  };
  return Object.entries(wrongs).flatMap(([words, isWrong]) => (isWrong ? [words] : []));
}

function endOf(right: object): number {
  return Number(Reflect.get(right, 'endsAtMs'));
}

function roleOf(profile: string): string {
  return `SentinelProtected-${profile[0]?.toUpperCase()}${profile.slice(1)}`;
}
