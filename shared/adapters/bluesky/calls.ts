import type { NetworkAnswer, NetworkRequest } from '../networks/asking.ts';
import { wantsNewSession } from './answers.ts';
import { blueskySession, isSignedIn, type NoSession, type SignedIn } from './session.ts';

/** Calls with the session that everybody shares who speaks or listens for our account. */
export function blueskyCalls(parts: Parameters<typeof blueskySession>[0]) {
  const { ask } = parts;
  const sessions = blueskySession(parts);

  /** One call with a session; once more with another, where its token is not taken. Nothing was done by the first then. */
  async function call(request: (as: SignedIn) => NetworkRequest): Promise<NetworkAnswer | NoSession> {
    const as = await sessions.current();
    if (!isSignedIn(as)) return as;
    const answer = await ask(request(as));
    if (answer.is !== 'answered' || !wantsNewSession(answer)) return answer;
    const other = await sessions.renewed(as.session);
    return isSignedIn(other) ? ask(request(other)) : other;
  }

  return call;
}

export const bearer = ({ session }: SignedIn) => ({ authorization: `Bearer ${session.accessJwt}` });
