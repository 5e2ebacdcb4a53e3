import type { ApiIncident } from '../../shared/client/types.ts';
import type { LocalSystem } from '../support/local-system.ts';

/** A mail in a mailbox of the world. */
export type Mailed = {
  id: string;
  at: string;
  to: string;
  from: string;
  subject: string;
  text: string;
  headers: readonly { name: string; value: string }[];
};

/** What links in our mails are for: to confirm, to leave, to change. */
export type LinkTo = 'c' | 'u' | 'm';

/** Those outside who follow the system, and what an operator sees of them. */
export function followersOf(system: LocalSystem) {
  const { site, world } = system.urls;
  const send = (url: string, body?: string | URLSearchParams, type?: string) =>
    fetch(new URL(url, site), {
      method: 'POST',
      ...(body === undefined ? {} : { body }),
      ...(type === undefined ? {} : { headers: { 'content-type': type } }),
    });

  /** Every mail to an address, or to all, oldest first. */
  const mails = async (to?: string): Promise<Mailed[]> => {
    const answer = await fetch(`${world}/sim/mail${to === undefined ? '' : `?to=${to}`}`);
    return (await answer.json()) as Mailed[];
  };

  /** Those that tell of an incident: the letters about a subscription come from another sender. */
  const told = async (to: string) => (await mails(to)).filter(({ from }) => !from.includes('confirm'));

  const follower = {
    mails,
    told,
    /** Sends a form, as a browser without JavaScript does. */
    form: (where: string, fields: Record<string, string>) => send(where, new URLSearchParams(fields)),
    /** The newest link for this in the mails to an address, once there is one. */
    link: (to: string, what: LinkTo): Promise<string> =>
      system.until(`a link ${what} for ${to}`, async () => {
        const found = (await mails(to)).flatMap(({ text }) => text.match(/http\S+\/s\/[cum]\/[\w.-]+/g) ?? []);
        return found.findLast((link) => link.includes(`/s/${what}/`));
      }),
    /** Follows by the form, and presses the button of the mail to confirm. */
    async follow(address: string, fields: Record<string, string> = {}): Promise<void> {
      await follower.form('/s', { email: address, ...fields });
      await send(await follower.link(address, 'c'));
    },
    /** A scanner visits every link of every mail. */
    scan: async (how: { scripts: boolean }) => {
      const answer = await send(`${world}/sim/scan`, JSON.stringify(how), 'application/json');
      return (await answer.json()) as { links: number; visits: { status: number }[] };
    },
    /** A mail program's one click. */
    oneClick: async ({ id }: Mailed) => {
      const answer = await send(`${world}/sim/mail/${id}/unsubscribe`);
      return (await answer.json()) as { status: number };
    },
    /** Everybody who is kept, as an administrator sees them. */
    kept: async () => (await system.get('/v1/subscribers')).body.subscribers,
    /** Until everybody is told of the newest statement of an incident by mail. */
    everybodyTold: (id: string): Promise<ApiIncident> =>
      system.until(`the last mail about ${id}`, async () => {
        const incident = await system.incident(id);
        return incident.deliveries?.mail?.[incident.entries.at(-1)!.seq]?.state === 'delivered' && incident;
      }),
  };
  return follower;
}
