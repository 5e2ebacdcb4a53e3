import { type Check, elsewhere, green, red } from '../checks/check.ts';
import type { System } from './system.ts';

/** Whether somebody hears of it. */
export const PEOPLE_CHECKS: readonly Check<System>[] = [
  {
    id: 'people-reached',
    what: 'commander, deputy and escalation are reached',
    look: async ({ session }) => {
      const { reached, people } = await session.client().people();
      if (reached.armed === true) return green('apologies go out by themselves');
      const why = reached.why ?? 'why is not known';
      return people.length === 0
        ? red(
            `No apology goes out by itself; ${why}.`,
            'candor people add YOU --name "Your Name" --mail YOU@example.com --as commander,deputy,escalation',
          )
        : red(`No apology goes out by itself; ${why}.`, 'candor people list');
    },
  },
  {
    id: 'people-confirmed',
    what: 'every address is confirmed',
    look: async ({ session }) => {
      const { people } = await session.client().people();
      const open = people.flatMap(({ id, addresses }) =>
        addresses.flatMap(({ kind, confirmed }) => (confirmed ? [] : [{ id, kind }])),
      );
      if (open.length === 0) return green(`${people.length} people`);
      const [first] = open;
      return red(
        `Nothing is sent to ${open.map(({ id, kind }) => `${id} by ${kind}`).join(', ')}: the owner has not said that it is theirs. Ask again, and have them paste the link's address on the page that is printed.`,
        `candor people ask ${first?.id} ${first?.kind}`,
      );
    },
  },
  {
    id: 'people-alarms',
    what: 'a mailbox hears the alarms of the stack',
    look: async ({ session, aws }) => {
      if (aws === undefined) return elsewhere('on one machine there are no alarms of CloudWatch');
      const { people } = await session.client().people();
      if (people.some(({ as, addresses }) => as.includes('alarms') && addresses.some(({ confirmed }) => confirmed)))
        return green('also while none of our functions runs');
      return red(
        'If the pipeline itself stops, nobody is told: no confirmed address is there as "alarms".',
        'candor people add alarms --name "Alarms of the stack" --mail alarms@example.com --as alarms',
      );
    },
  },
  {
    id: 'people-alone',
    what: 'nobody else reads along',
    look: async ({ session }) => {
      const { reached } = await session.client().people();
      return reached.readAlong === undefined
        ? green('every subscription is somebody’s')
        : red(
            reached.readAlong,
            'aws sns list-subscriptions-by-topic --topic-arn "TOPIC"   # then: aws sns unsubscribe',
          );
    },
  },
  {
    id: 'people-filters',
    what: 'each subscription lets its own messages through alone, and no link ends it',
    look: async ({ aws }) => {
      if (aws === undefined) return elsewhere('AWS is not asked');
      const topic = (await aws.stack()).outputs.PeopleTopicArn ?? '';
      const { subscriptionsOf } = await import('../aws/topic.ts');
      const standing = (await subscriptionsOf(aws.on.settings, topic)).filter(({ confirmed }) => confirmed);
      const open = standing.filter(({ filtered }) => !filtered);
      if (open.length > 0)
        return red(
          `${open.length} of ${standing.length} subscriptions have no filter on "to": whoever is behind them gets what is for others.`,
          `aws sns unsubscribe --subscription-arn ${open[0]?.arn} --region ${aws.on.region}`,
        );
      const loose = standing.filter(({ authenticated }) => !authenticated);
      if (loose.length > 0)
        return red(
          `${loose.length} of ${standing.length} subscriptions were confirmed by opening the link of SNS, so that the link in any later mail, opened by a scanner, ends them. Have them confirmed on our page.`,
          `aws sns unsubscribe --subscription-arn ${loose[0]?.arn} --region ${aws.on.region}   # then: candor people ask`,
        );
      return green(`${standing.length} subscriptions`);
    },
  },
];
