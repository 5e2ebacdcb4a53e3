import type { Command } from 'commander';
import { countAll } from '../../../shared/client/counts.ts';
import { ApiProblem, Unreachable } from '../../../shared/client/problem.ts';
import { config } from '../../../shared/config/config.ts';
import { addressOf } from '../../../shared/core/subscribers/sender.ts';
import type { MailAccount } from '../../../shared/ports/mail-account.ts';
import { print, type Session, sessionOf } from '../session.ts';
import { EXIT, type Surroundings, UsageError } from '../surroundings.ts';
import { dollarsPerThousand, durationFor, missingOf, recordsOf } from './records.ts';

const HELP = `
They ask SES itself, with the credentials and the region of AWS that this shell has (AWS_PROFILE, AWS_REGION), which need
ses:GetAccount and ses:GetEmailIdentity. Nothing is changed there.

Examples:
  $ candor mail connect
  $ candor mail connect status.example.com
  $ candor mail arm`;

/** `candor mail`: what it takes that people are told by mail, and arming it once all of that is there. */
export function addMail(program: Command, surroundings: Surroundings, ended: (code: number) => void): void {
  const mail = program
    .command('mail')
    .description('what it takes to tell people by mail: records, sandbox, rate and price; and arming it')
    .addHelpText('after', HELP);

  mail
    .command('connect')
    .argument('[domain]', 'what stands behind the @ of the sender; else that of "mail" in the config')
    .description('the records to set, what is missing, and how long it takes to tell everybody')
    .addHelpText('after', HELP)
    .action(async (given: string | undefined, _flags: object, command: Command) => {
      const session = sessionOf(command, surroundings);
      const account = await accountOf(session, given);
      const people = await peopleHere(session);
      const missing = missingOf(account);
      const records = recordsOf(account);
      print(session, { ...account, records, missing, ...(people === undefined ? {} : { people }) }, () =>
        connectText(account, people),
      );
      if (missing.length > 0) ended(EXIT.refused);
    });
  mail
    .command('arm')
    .argument('[domain]', 'what stands behind the @ of the sender; else that of "mail" in the config')
    .description(
      'tell people by mail from now on, once nothing stands in the way; what was said before is owed to nobody',
    )
    .addHelpText('after', HELP)
    .action(async (given: string | undefined, _flags: object, command: Command) => {
      const session = sessionOf(command, surroundings);
      const missing = missingOf(await accountOf(session, given));
      if (missing.length > 0) {
        print(session, { armed: false, missing }, () => ['Not armed:', ...missing.map((one) => `  ${one}`)].join('\n'));
        ended(EXIT.refused);
        return;
      }
      const answer = await session.client().setChannel('mail', 'live');
      print(
        session,
        { armed: true, ...answer },
        () =>
          'Armed: whoever follows by mail is told of what is said from now on, and of nothing before. "candor channel mail shadow" takes it back.',
      );
    });
}

/** What SES says, or what to do if it says nothing to us. */
async function accountOf({ surroundings }: Session, given: string | undefined): Promise<MailAccount> {
  const domain = given ?? domainOf(config.mail);
  if (!/^([a-z0-9-]+\.)+[a-z]{2,}$/i.test(domain))
    throw new UsageError(
      `"${domain}" is no domain; it is what stands behind the @ of the sender, like status.example.com`,
    );
  try {
    return await surroundings.mailAccounts.read(domain.toLowerCase());
  } catch (error) {
    const why = error instanceof Error ? `${error.name}: ${error.message}` : String(error);
    throw new UsageError(
      `SES could not be asked (${why}). Set AWS_PROFILE and AWS_REGION to the account and region of the stack; it takes ses:GetAccount and ses:GetEmailIdentity`,
    );
  }
}

/** What stands behind the @ of whom updates come from. */
function domainOf(mail: typeof config.mail): string {
  if (mail === undefined) throw new UsageError('name a domain: the config says nothing of "mail"');
  return addressOf(mail.from).split('@').at(-1)!;
}

/** How many follow by mail; undefined where the API is not there yet, or may not be asked. */
async function peopleHere(session: Session): Promise<number | undefined> {
  try {
    const { kinds } = await countAll(session.client());
    return kinds.mail?.confirmed ?? 0;
  } catch (error) {
    if (error instanceof Unreachable || error instanceof ApiProblem || error instanceof UsageError) return undefined;
    throw error;
  }
}

const MANY = 100_000;

function connectText(account: MailAccount, people: number | undefined): string {
  const missing = missingOf(account);
  const { domain, region, identity } = account;
  const records = recordsOf(account);
  return [
    `Records of ${domain} (SES in ${region}):`,
    ...records.map(({ name, type, value, why }) => `  ${name}  ${type}  ${value}\n      ${why}`),
    ...(identity?.mailFrom === undefined
      ? [
          `  The last two count once SES sends from there: aws sesv2 put-email-identity-mail-from-attributes --email-identity ${domain} --mail-from-domain bounce.${domain}`,
        ]
      : identity.mailFrom.isReady
        ? []
        : [`  SES does not see the MX of ${identity.mailFrom.domain} yet; until then mails come from amazonses.com.`]),
    '',
    ...(missing.length === 0
      ? ['Nothing is missing. To tell people:', `  candor mail arm ${domain}`]
      : ['Missing:', ...missing.map((one) => `  ${one}`)]),
    '',
    rateText(account),
    ...(people === undefined
      ? []
      : [paceText(people, account, people === 1 ? ' who follows by mail now' : ' who follow by mail now')]),
    paceText(MANY, account, ''),
    priceText(account, people),
  ].join('\n');
}

function rateText({ perSecond, perDay, sentToday, enforcement }: MailAccount): string {
  const day = perDay === -1 ? 'without limit by the day' : `${number(perDay)} a day (${number(sentToday)} used)`;
  const probation = enforcement === 'PROBATION' ? ' AWS watches the account because of bounces or complaints.' : '';
  return `Rate: ${number(perSecond)} a second, ${day}.${probation}`;
}

function paceText(people: number, { perSecond, perDay }: MailAccount, who: string): string {
  const beyond = perDay !== -1 && people > perDay ? `, and only ${number(perDay)} of them in a day` : '';
  return `  ${number(people)} ${people === 1 ? 'person' : 'people'}${who}: the last one is told after ${durationFor(people, perSecond)}${beyond}`;
}

function priceText({ plan }: MailAccount, people = MANY): string {
  const price = dollarsPerThousand(plan);
  if (price === undefined) return `Price: by your plan (${plan ?? 'SES does not say which'}).`;
  const each = `${plan === 'NONE' ? 'à la carte' : 'plan Essentials'}, $${price.toFixed(2)} for 1,000: $${((Math.max(people, 1) / 1000) * price).toFixed(2)} to tell ${number(people)} once`;
  return plan === 'NONE'
    ? `Price: ${each}.`
    : `Price: ${each}. Nothing of Essentials is used here; à la carte is $0.10: aws sesv2 put-account-pricing-attributes --plan NONE`;
}

const number = (n: number): string => n.toLocaleString('en');
