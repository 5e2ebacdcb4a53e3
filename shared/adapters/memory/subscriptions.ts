import type { MailSubscriptions } from '../../ports/people.ts';
import { atOnce } from './table.ts';

type Subscription = {
  person: string;
  mail: string;
  alarms: boolean;
  token: string;
  state: 'pending' | 'confirmed' | 'ended';
  /** True once no link in a mail ends it. */
  guarded: boolean;
};

/** The subscriptions of a topic in memory, with the mail that SNS would have sent and what its links would do. */
export function memorySubscriptions() {
  const subscriptions = new Map<string, Subscription>();
  const byToken = (token: string) => [...subscriptions].find(([, one]) => one.token === token);
  const port: MailSubscriptions = {
    ask: (person, mail, alarms) =>
      atOnce(() => {
        const live = [...subscriptions].find(([, one]) => one.mail === mail && one.state !== 'ended');
        if (live && (live[1].person !== person || live[1].alarms !== alarms))
          throw new Error('Subscription already exists with different attributes');
        if (live) return live[0];
        const count = subscriptions.size + 1;
        const name = `arn:aws:sns:eu-west-1:000000000000:people:${count}`;
        const token = `token-of-subscription-${count}`;
        subscriptions.set(name, { person, mail, alarms, token, state: 'pending', guarded: false });
        return name;
      }),
    confirm: (token) =>
      atOnce(() => {
        const found = byToken(token);
        if (found === undefined || found[1].state !== 'pending') return undefined;
        Object.assign(found[1], { state: 'confirmed', guarded: true });
        return found[0];
      }),
    end: (name) =>
      atOnce(() => {
        const found = subscriptions.get(name);
        if (found) found.state = 'ended';
      }),
    standing: () =>
      atOnce(() => {
        const confirmed = [...subscriptions].filter(([, { state }]) => state === 'confirmed');
        return { confirmed: new Set(confirmed.map(([name]) => name)) };
      }),
  };
  return {
    ...port,
    subscriptions,
    /** The link in the newest mail with which SNS asks the owner of `mail`. */
    linkTo(mail: string): string {
      const found = [...subscriptions.values()].findLast((one) => one.mail === mail && one.state !== 'ended');
      return `https://sns.example/confirmation.html?TopicArn=people&Token=${found?.token}&Endpoint=${mail}`;
    },
    /** What happens when somebody, or a program, opens SNS's own links to `mail`. */
    opened(mail: string): void {
      for (const one of subscriptions.values()) {
        if (one.mail !== mail) continue;
        if (one.state === 'pending') one.state = 'confirmed';
        else if (!one.guarded) one.state = 'ended';
      }
    },
  };
}
