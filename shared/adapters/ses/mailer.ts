import {
  GetAccountCommand,
  type SESv2Client,
  SendEmailCommand,
  type SendEmailCommandInput,
} from '@aws-sdk/client-sesv2';
import { addressOf } from '../../core/subscribers/sender.ts';
import type { Mail, Mailer, MailQuota } from '../../ports/mailer.ts';
import { answerWithinMs, DEADLINES } from '../aws/deadlines.ts';
import { notTaken } from './classify.ts';
import { senderLine } from './sender.ts';

export type SesMailerOptions = {
  /** Made with `within(DEADLINES.mail)`: one that repeats by itself is refused. */
  ses: SESv2Client;
  /** By which SES tells what became of each mail. */
  configurationSet: string;
  /** How long one attempt may take in all, in ms. */
  withinMs?: number;
};

/**
 * Mail by Amazon SES v2, one request for each mail. Where the answer is lost the mail may have been sent; the event about
 * it will tell, and so whoever calls can wait for that before another attempt.
 */
export function sesMailer({ ses, configurationSet, withinMs }: SesMailerOptions): Mailer {
  // The SDK's own time-outs do not end an answer that trickles in.
  const patience = () => ({ abortSignal: AbortSignal.timeout(withinMs ?? answerWithinMs(DEADLINES.mail)) });

  return {
    async send(mail) {
      // Left to itself the SDK sends a mail up to three times, and SES cannot tell them from three mails.
      if ((await ses.config.maxAttempts()) !== 1) throw new Error('the client for SES must have maxAttempts: 1');
      const command = new SendEmailCommand(inputOf(mail, configurationSet));
      try {
        const { MessageId: id } = await ses.send(command, patience());
        return id ? { is: 'taken', id } : { is: 'unknown', reason: 'SES answered 200 without an id' };
      } catch (error) {
        return notTaken(error, addressOf(mail.from));
      }
    },

    async quota() {
      const account = await ses.send(new GetAccountCommand({}), patience());
      const { MaxSendRate, Max24HourSend, SentLast24Hours } = account.SendQuota ?? {};
      if (MaxSendRate === undefined || Max24HourSend === undefined || SentLast24Hours === undefined)
        throw new Error('SES does not say what this account may send');
      return {
        perSecond: MaxSendRate,
        // SES says -1 where there is no limit.
        perDay: Max24HourSend < 0 ? Number.MAX_SAFE_INTEGER : Max24HourSend,
        sentToday: SentLast24Hours,
        sandbox: account.ProductionAccessEnabled !== true,
        sendingEnabled: account.SendingEnabled === true,
        enforcement: enforcementOf(account.EnforcementStatus),
      };
    },
  };
}

/** A word that we do not know is no good one. */
const enforcementOf = (status: string | undefined): MailQuota['enforcement'] =>
  status === 'HEALTHY' || status === 'PROBATION' ? status : 'SHUTDOWN';

const utf8 = (Data: string) => ({ Data, Charset: 'UTF-8' });

function inputOf(mail: Mail, configurationSet: string): SendEmailCommandInput {
  const { from, to, replyTo, subject, text, html, headers, tags, calendar } = mail;
  return {
    FromEmailAddress: senderLine(from),
    Destination: { ToAddresses: [to] },
    ...(replyTo === undefined ? {} : { ReplyToAddresses: [replyTo] }),
    ConfigurationSetName: configurationSet,
    EmailTags: Object.entries(tags).map(([Name, Value]) => ({ Name, Value })),
    Content: {
      Simple: {
        Subject: utf8(subject),
        Body: { Text: utf8(text), Html: utf8(html) },
        Headers: headers.map(({ name: Name, value: Value }) => ({ Name, Value })),
        ...(calendar === undefined ? {} : { Attachments: [calendarPart(calendar)] }),
      },
    },
  };
}

const calendarPart = (calendar: string) => ({
  FileName: 'maintenance.ics',
  ContentType: 'text/calendar; charset=utf-8',
  ContentDisposition: 'ATTACHMENT' as const,
  RawContent: Buffer.from(calendar),
});
