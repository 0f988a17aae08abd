import type { ServiceName } from '../stand-ins/aws.ts';
import { answersInRounds } from './handlers.ts';
import { serverOnAws, vendEvent, vendOnce } from './servers.ts';

/** What a vend waits for: rounds one after another, with the services asked at once in each. */
export type Rounds = readonly (readonly ServiceName[])[];

/** The rounds of the first vend of an instance, of a later one, and of one that continues a session. */
export async function countRounds(): Promise<{
  readonly first: Rounds;
  readonly warm: Rounds;
  readonly continued: Rounds;
}> {
  const { handler, rounds, forget } = answersInRounds();
  const app = serverOnAws({ requestHandler: handler });
  const roundsOf = async (event: object) => {
    forget();
    const answer = await vendOnce(app, event);
    return { rounds: rounds(), answer };
  };
  const { rounds: first } = await roundsOf(vendEvent(0));
  const { rounds: warm, answer } = await roundsOf(vendEvent(0));
  const sessionId: string = JSON.parse(answer).Sentinel.SessionId;
  const { rounds: continued } = await roundsOf(vendEvent(0, sessionId));
  return { first, warm, continued };
}
