import { print, type Session } from '../session.ts';
import { EXIT } from '../surroundings.ts';

/** Before an account is there: what is live must not begin to post as another one by itself. */
export async function inShadow(
  session: Session,
  opsUrl: string,
  channel: string,
): Promise<'shadow' | 'off' | 'unknown'> {
  try {
    // A profile of another system, such as the one on this machine, says nothing about this one.
    if (session.profile().opsUrl !== opsUrl) return 'unknown';
    const { channels } = await session.client().control();
    if (channels[channel] !== 'live') return channels[channel] === 'off' ? 'off' : 'shadow';
    await session.client().setChannel(channel, 'shadow');
    return 'shadow';
  } catch {
    return 'unknown';
  }
}

/** Why no account was connected; nothing was changed. */
export function notConnected(session: Session, says: string): number {
  if (session.json) print(session, { connected: false, why: says }, () => '');
  else session.surroundings.err(`error: ${says}\nNothing was stored.`);
  return EXIT.refused;
}
