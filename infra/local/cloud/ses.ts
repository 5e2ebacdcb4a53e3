import type http from 'node:http';
import path from 'node:path';
import { REGION } from './arn.ts';
import type { Clock } from './clock.ts';
import type { EventBuses } from './event-bus.ts';
import { answerError, type Call, type Service } from './gateway.ts';
import { createSesAccount, PRODUCTION, type SesQuota } from './ses-account.ts';
import { answerAdministration } from './ses-administration.ts';
import { addressIn, configurationSetArn, domainOf, identityArn, type SendEmailBody, sesCall } from './ses-calls.ts';
import { destinationOf } from './ses-destinations.ts';
import { sesEvent } from './ses-events.ts';
import { fateOf, isSimulator } from './ses-fate.ts';
import { type DeliveredMail, delivered, type Sending, SesRefusal, sendingOf } from './ses-mail.ts';
import { type Accepted, createOutbox } from './ses-outbox.ts';
import { type MailTrouble, noTrouble } from './ses-trouble.ts';
import type { Template } from './template.ts';

/** What lies outside of SES. What is left out: a production account's usual quota, nobody who reads, no trouble. */
export interface Outside {
  readonly quota: Partial<SesQuota>;
  /** Puts a mail into its mailbox, once also where it is asked twice. It is accepted once this has resolved. */
  readonly deliver: (mail: DeliveredMail) => void | Promise<void>;
  readonly trouble: MailTrouble;
}

export interface SesOptions extends Partial<Outside> {
  /** Where the suppression list is kept, and what was set by calls; what is still to be told lies beside it. */
  readonly file: string;
  readonly clock: Clock;
  readonly putEvents: EventBuses['putEvents'];
}

export interface Ses {
  readonly service: Service;
  /** The ARNs that a mail is judged by: the identity of its sender, in the sandbox also its receiver's, and its set. */
  mailResources(mail: SendEmailBody): string[];
  stop(): void;
}

/** Later than anybody waits for the proof of a mail before it is sent once more. */
const EVENTS_LATE_MS = 240_000;

/** SES v2: sends to mailboxes of the world, and tells on the default bus what became of each mail. */
export function createSes(template: Template, options: SesOptions): Ses {
  const { clock, putEvents, trouble = noTrouble, deliver = () => {} } = options;
  const quota = { ...PRODUCTION, ...options.quota };
  const sets = new Map(template.ofType('AWS::SES::ConfigurationSet').map((set) => [set.name, set]));
  const destinations = template.ofType('AWS::SES::ConfigurationSetEventDestination').map(destinationOf);
  for (const { set, id } of destinations)
    if (!sets.has(set)) throw new Error(`${id}: there is no configuration set ${set}`);
  const declared = new Map(template.ofType('AWS::SES::EmailIdentity').map((one) => [one.name.toLowerCase(), one]));
  const account = createSesAccount(options.file, quota, clock);
  const outbox = createOutbox(path.join(path.dirname(options.file), 'ses-outbox'));
  const waiting = new Set<() => void>();

  const isVerified = (identity: string) => declared.has(identity) || account.kept.identities.includes(identity);
  /** The address itself if it is one, else the domain that it lies in or below; undefined if none is verified. */
  const identityOf = (address: string): string | undefined => {
    const labels = domainOf(address).split('.');
    return [address, ...labels.map((_, from) => labels.slice(from).join('.'))].find(isVerified);
  };
  const inSandbox = (by: 'mail' | 'look') => quota.sandbox || trouble.stands('sandbox', by);
  const setOf = ({ ConfigurationSetName, FromEmailAddress = '' }: SendEmailBody): string | undefined =>
    ConfigurationSetName ??
    declared.get(identityOf(addressIn(FromEmailAddress)) ?? '')?.properties.ConfigurationSetAttributes
      ?.ConfigurationSetName;

  /** Throws as SES refuses what is well formed and may not be sent now. */
  function checkAccount({ from, to, configurationSet }: Sending): void {
    const set = configurationSet === undefined ? undefined : sets.get(configurationSet);
    if (configurationSet !== undefined && set === undefined)
      throw new SesRefusal('NotFoundException', `Configuration set <${configurationSet}> does not exist.`, 404);
    if (trouble.stands('suspended', 'mail'))
      throw new SesRefusal('AccountSuspendedException', 'Sending suspended for this account.');
    const paused = !account.kept.sendingEnabled || trouble.stands('paused', 'mail');
    if (paused) throw new SesRefusal('SendingPausedException', 'Email sending is disabled for this account.');
    if (set?.properties.SendingOptions?.SendingEnabled === false)
      throw new SesRefusal('SendingPausedException', 'Email sending is disabled for this configuration set.');
    const [sender, receiver] = [addressIn(from), addressIn(to)];
    const unverified = [
      ...(identityOf(sender) === undefined || trouble.stands('unverified', 'mail') ? [sender] : []),
      ...(inSandbox('mail') && identityOf(receiver) === undefined && !isSimulator(receiver) ? [receiver] : []),
    ];
    if (unverified.length > 0) {
      const where = `The following identities failed the check in region ${REGION.toUpperCase()}`;
      throw new SesRefusal('MessageRejected', `Email address is not verified. ${where}: ${unverified.join(', ')}`);
    }
    if (trouble.stands('quota', 'mail'))
      throw new SesRefusal('LimitExceededException', 'Daily message quota exceeded.');
    if (trouble.strikes('throttled'))
      throw new SesRefusal('TooManyRequestsException', 'Maximum sending rate exceeded.', 429);
    account.take();
  }

  /** Takes a mail; whatever happens from here on, it is carried and told of. */
  function accepted(sending: Sending): Accepted {
    const to = addressIn(sending.to);
    const ofSet = sets.get(sending.configurationSet ?? '')?.properties.SuppressionOptions?.SuppressedReasons;
    const suppresses: readonly string[] = ofSet ?? account.kept.suppressedReasons;
    const { arrives, events, suppress } = fateOf(to, suppresses.includes(account.suppressedFor(to) ?? ''), trouble);
    if (suppress !== undefined && suppresses.includes(suppress)) account.suppress(to, suppress);
    const mail = { sending, arrives, events };
    outbox.keep(mail);
    return mail;
  }

  /** Carries a mail to its mailbox, if it gets there, and tells what SES comes to know. */
  async function carry(mail: Accepted): Promise<void> {
    if (mail.arrives) await deliver(delivered(mail.sending));
    publish(mail);
  }

  function publish(mail: Accepted): void {
    const { sending, events } = mail;
    const own = destinations.filter(({ set }) => set === sending.configurationSet);
    const wanted = events.filter(({ type }) => own.some(({ types }) => types.has(type)));
    if (wanted.length === 0 || trouble.strikes('events-lost')) {
      outbox.drop(mail);
      return;
    }
    const identity = identityOf(addressIn(sending.from)) ?? addressIn(sending.from);
    const put = () => {
      for (const event of wanted) putEvents([sesEvent(event, sending, identity, clock.nowMs())]);
      outbox.drop(mail);
    };
    const times = trouble.strikes('events-doubled') ? 2 : 1;
    const late = trouble.strikes('events-late');
    for (let i = 0; i < times; i += 1) {
      if (late) afterMs(late.ms ?? EVENTS_LATE_MS, put);
      else setImmediate(put);
    }
  }

  function afterMs(ms: number, work: () => void): void {
    const end = clock.every(ms, () => {
      end();
      waiting.delete(end);
      work();
    });
    waiting.add(end);
  }

  async function sendEmail(call: Call, response: http.ServerResponse): Promise<void> {
    if (trouble.strikes('lost-request')) return void response.destroy();
    if (trouble.strikes('500-without-effect')) return internal(response);
    const body: SendEmailBody = JSON.parse(call.body.toString());
    const set = setOf(body);
    const sending = sendingOf({ ...body, ...(set === undefined ? {} : { ConfigurationSetName: set }) }, clock.nowMs());
    checkAccount(sending);
    await carry(accepted(sending));
    if (trouble.strikes('silent')) return;
    if (trouble.strikes('lost-response')) return void response.destroy();
    if (trouble.strikes('500-with-effect')) return internal(response);
    const text = JSON.stringify({ MessageId: sending.id });
    const head = { 'content-type': 'application/json', 'content-length': text.length };
    if (trouble.strikes('broken-body')) {
      response.writeHead(200, head).write(text.slice(0, 20), () => response.destroy());
      return;
    }
    response.writeHead(200, head).end(text);
  }

  for (const mail of outbox.left()) void carry(mail);

  return {
    async service(call, response) {
      try {
        if (call.operation === 'SendEmail') return await sendEmail(call, response);
        const input = call.body.length > 0 ? JSON.parse(call.body.toString()) : {};
        const answer = answerAdministration(sesCall(call), input, {
          account,
          quota,
          declared: [...declared.keys()],
          sets: [...sets.values()],
          destinations,
          stands: (name) => (name === 'sandbox' ? inSandbox('look') : trouble.stands(name, 'look')),
        });
        response.writeHead(200, { 'content-type': 'application/json' }).end(JSON.stringify(answer));
      } catch (error) {
        if (!(error instanceof SesRefusal)) throw error;
        answerError(response, 'ses', error.status, error.code, error.message);
      }
    },
    mailResources(mail) {
      const sender = addressIn(mail.FromEmailAddress ?? '');
      const receivers = inSandbox('look') ? (mail.Destination?.ToAddresses ?? []).map(addressIn) : [];
      const set = setOf(mail);
      return [
        identityArn(identityOf(sender) ?? domainOf(sender)),
        ...receivers.map(identityOf).flatMap((identity) => (identity === undefined ? [] : [identityArn(identity)])),
        ...(set === undefined ? [] : [configurationSetArn(set)]),
      ];
    },
    stop() {
      for (const end of waiting) end();
    },
  };
}

const internal = (response: http.ServerResponse): void =>
  answerError(response, 'ses', 500, 'InternalServiceErrorException', 'An internal error occurred.');
