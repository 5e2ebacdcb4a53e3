import { createServer, type RequestListener, type Server } from 'node:http';
import { createRequire } from 'node:module';
import type { AddressInfo } from 'node:net';
import { SESv2Client } from '@aws-sdk/client-sesv2';
import { afterAll, beforeAll, describe, expect, it, onTestFinished } from 'vitest';
import { DEADLINES, within } from '../../shared/adapters/aws/deadlines.ts';
import { type MailFate, memoryMailer } from '../../shared/adapters/memory/mailer.ts';
import { notTaken } from '../../shared/adapters/ses/classify.ts';
import { sesMailer } from '../../shared/adapters/ses/mailer.ts';
import { senderLine } from '../../shared/adapters/ses/sender.ts';
import type { Mail, MailQuota } from '../../shared/ports/mailer.ts';
import { sesAlone } from '../infra/cloud/support/ses-alone.ts';
import { anUpdate, type Misfortune, mailerContract } from './mailer.contract.ts';

describe('in memory', () => {
  const gates: Partial<Record<Misfortune, Partial<MailQuota>>> = {
    sandbox: { sandbox: true },
    paused: { sendingEnabled: false },
    suspended: { enforcement: 'SHUTDOWN' },
    quota: { sentToday: 50_000 },
  };
  const fates: Partial<Record<Misfortune, MailFate>> = {
    throttled: { sent: false, told: { is: 'not-now', reason: 'throttled' } },
    'lost before': { sent: false, told: { is: 'unknown', reason: 'reset' } },
    'lost after': { sent: true, told: { is: 'unknown', reason: 'reset' } },
  };

  mailerContract(async (perSecond) => {
    let fate: MailFate | undefined;
    const mailer = memoryMailer({ nowMs: () => 0, quota: { perSecond }, fate: () => fate });
    return {
      mailer,
      arrived: () => mailer.sent.map(({ mail }) => mail),
      goWrong(how) {
        fate = fates[how];
        mailer.set(gates[how] ?? {});
      },
    };
  });

  it('tells of each mail that was sent, also where its sender does not hear it', async () => {
    const told: string[] = [];
    const lost: MailFate = { sent: true, told: { is: 'unknown', reason: 'reset' } };
    const mailer = memoryMailer({
      nowMs: () => 0,
      fate: () => lost,
      onSent: ({ to }, id) => void told.push(`${id} ${to}`),
    });
    await mailer.send(anUpdate);
    expect(told).toEqual(['mail-1 grace@example.org']);
  });
});

describe('by SES', () => {
  const faults = {
    throttled: 'throttled',
    'lost before': '500-without-effect',
    'lost after': 'lost-response',
  } as const;

  mailerContract(async (perSecond) => {
    const { mails, trouble, clientOf } = await sesAlone({ quota: { perSecond } });
    return {
      mailer: sesMailer({ ses: clientOf(), configurationSet: 'updates' }),
      arrived: () => mails,
      goWrong: (how) => void trouble.inject({ fault: faults[how as keyof typeof faults] ?? how }),
    };
  });
});

/** A server in the place of SES, and what was asked of it. */
async function standIn(answer: RequestListener) {
  let asked = 0;
  const server = createServer((request, response) => {
    asked += 1;
    request.resume().on('end', () => answer(request, response));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  const ses = new SESv2Client({
    ...within(DEADLINES.mail),
    region: 'us-east-1',
    endpoint: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    credentials: { accessKeyId: 'a', secretAccessKey: 'b' },
  });
  onTestFinished(() => ses.destroy());
  return { ses, server, asked: () => asked };
}

describe('what becomes of one attempt', () => {
  it.each<[string, RequestListener]>([
    ['a reset', (_, response) => response.destroy()],
    ['a 500', (_, response) => response.writeHead(500).end('{}')],
    [
      'a 503 as a web page',
      (_, response) => response.writeHead(503, { 'content-type': 'text/html' }).end('<h1>no</h1>'),
    ],
    [
      'half an answer',
      (_, response) => response.writeHead(200, { 'content-length': 90 }).write('{"Mess', () => response.destroy()),
    ],
    ['an answer that is no JSON', (_, response) => response.writeHead(200).end('{"MessageId":')],
    ['an answer without an id', (_, response) => response.writeHead(200).end('{}')],
    ['a web page', (_, response) => response.writeHead(200).end('<html>')],
    ['no answer', () => {}],
    [
      'an answer that trickles in',
      (_, response) => {
        response.writeHead(200);
        let left = 100;
        const trickle = setInterval(() => {
          left -= 1;
          if (left > 0) response.write(' ');
          else response.end('{"MessageId":"late"}');
        }, 50);
        response.on('close', () => clearInterval(trickle));
      },
    ],
  ])('is unknown after %s, and it was made once', async (_, answer) => {
    const { ses, asked } = await standIn(answer);
    const outcome = await sesMailer({ ses, configurationSet: 'updates', withinMs: 1_000 }).send(anUpdate);
    expect([outcome.is, asked()]).toEqual(['unknown', 1]);
  });

  it('is surely nothing where nobody listens', async () => {
    const { ses, server } = await standIn(() => {});
    await new Promise((resolve) => server.close(resolve));
    expect(await sesMailer({ ses, configurationSet: 'updates' }).send(anUpdate)).toMatchObject({ is: 'not-now' });
  });

  it('is made by no client that would repeat it by itself', async () => {
    const ses = new SESv2Client({ region: 'us-east-1', endpoint: 'http://127.0.0.1:9' });
    onTestFinished(() => ses.destroy());
    await expect(sesMailer({ ses, configurationSet: 'updates' }).send(anUpdate)).rejects.toThrow('maxAttempts: 1');
  });

  it.each([
    [429, 'TooManyRequestsException', 'Maximum sending rate exceeded.', { is: 'not-now' }],
    [400, 'ThrottlingException', 'Rate exceeded', { is: 'not-now' }],
    [429, 'TooManyRequestsException', 'Daily message quota exceeded.', { is: 'closed', gate: 'quota' }],
    [400, 'LimitExceededException', 'Daily message quota exceeded.', { is: 'closed', gate: 'quota' }],
    [400, 'AccountSuspendedException', '', { is: 'closed', gate: 'suspended' }],
    [400, 'SendingPausedException', '', { is: 'closed', gate: 'paused' }],
    [400, 'MailFromDomainNotVerifiedException', '', { is: 'closed', gate: 'unverified' }],
    [404, 'NotFoundException', 'Configuration set <x> does not exist.', { is: 'closed', gate: 'unverified' }],
    [403, 'AccessDeniedException', 'not authorized to perform', { is: 'closed', gate: 'unverified' }],
    [403, 'ExpiredTokenException', '', { is: 'not-now' }],
    [403, 'InvalidSignatureException', '', { is: 'not-now' }],
    [400, 'BadRequestException', 'Domain contains illegal character', { is: 'refused' }],
    [400, 'MessageRejected', 'Illegal content', { is: 'refused' }],
    [400, 'MessageRejected', 'Sending suspended for this account.', { is: 'closed', gate: 'suspended' }],
    [400, 'MessageRejected', 'Email address is not verified. ...: eve@example.org', { is: 'closed', gate: 'sandbox' }],
    [400, 'MessageRejected', 'Email address is not verified. ...: S@x.example', { is: 'closed', gate: 'unverified' }],
    [400, 'RequestTimeoutException', '', { is: 'unknown' }],
    [408, 'Error', '', { is: 'unknown' }],
    [500, 'InternalServiceErrorException', '', { is: 'unknown' }],
    [200, 'SyntaxError', 'Unexpected end of JSON input', { is: 'unknown' }],
  ])('%i %s %j', (httpStatusCode, name, message, told) => {
    const outcome = notTaken(Object.assign(new Error(message), { name, $metadata: { httpStatusCode } }), 's@x.example');
    expect(outcome).toMatchObject(told);
    expect(outcome.reason).not.toContain('@');
    expect(outcome.reason).toContain(String(httpStatusCode));
  });
});

describe('the sender of a mail', () => {
  it.each([
    ['status@x.example', 'status@x.example'],
    ['Acme Status <status@x.example>', 'Acme Status <status@x.example>'],
    ['Acme, Inc. "Status" <s@x.example>', '"Acme, Inc. \\"Status\\"" <s@x.example>'],
    ['"Acme, Inc." <s@x.example>', '"Acme, Inc." <s@x.example>'],
    ['Störungen <s@x.example>', '=?utf-8?B?U3TDtnJ1bmdlbg==?= <s@x.example>'],
  ])('%s is written %s', (from, line) => {
    expect(senderLine(from)).toBe(line);
  });

  it('is cut into words that are short enough, and never within a letter', () => {
    const name = '障害情報'.repeat(12);
    const words = senderLine(`${name} <s@x.example>`).split(' ').slice(0, -1);
    expect(words.every((word) => word.length <= 75)).toBe(true);
    const read = words.map((word) => Buffer.from(/\?B\?(.*)\?=$/.exec(word)![1]!, 'base64').toString('utf8'));
    expect(read.join('')).toBe(name);
    expect(read.join('')).not.toContain('\ufffd');
  });
});

describe('a second opinion: aws-ses-v2-local', () => {
  // CommonJS that says it is a module: an import of it is something else to each tool.
  const { default: startSecondOpinion }: typeof import('aws-ses-v2-local') = createRequire(import.meta.url)(
    'aws-ses-v2-local',
  );
  let server: Server;
  let url: string;

  beforeAll(async () => {
    server = await startSecondOpinion({ host: '127.0.0.1', port: 0 });
    url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  });
  afterAll(() => void server.close());

  it('reads every part of a mail', async () => {
    const credentials = { accessKeyId: 'ANY', secretAccessKey: 'ANY' };
    const ses = new SESv2Client({ ...within(DEADLINES.mail), region: 'us-east-1', endpoint: url, credentials });
    onTestFinished(() => ses.destroy());
    const calendar = 'BEGIN:VCALENDAR\r\nSUMMARY:Wartung für alle\r\nEND:VCALENDAR\r\n';
    const mail: Mail = { ...anUpdate, replyTo: 'help@example.com', calendar };
    expect(await sesMailer({ ses, configurationSet: 'updates' }).send(mail)).toMatchObject({ is: 'taken' });
    // biome-ignore lint/suspicious/noExplicitAny: the page of a test server.
    const { emails } = (await (await fetch(`${url}/store`)).json()) as any;
    expect(emails).toHaveLength(1);
    expect(emails[0]).toMatchObject({
      from: '=?utf-8?B?QmVpc3BpZWwsIFN0w7ZydW5nZW4=?= <status@status.example.com>',
      replyTo: ['help@example.com'],
      destination: { to: [mail.to] },
      subject: mail.subject,
      body: { text: mail.text, html: mail.html },
      headers: mail.headers,
    });
    const [part] = emails[0].attachments;
    expect(part).toMatchObject({ filename: 'maintenance.ics', contentType: 'text/calendar; charset=utf-8' });
    expect(Buffer.from(part.content, 'base64').toString('utf8')).toBe(calendar);
  });
});
