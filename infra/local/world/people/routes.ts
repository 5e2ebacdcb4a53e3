import type { IncomingMessage, ServerResponse } from 'node:http';
import * as z from 'zod';
import { Refused, readObject, sendJson } from '../http.ts';
import type { Mailboxes } from '../mail/mailboxes.ts';
import { parsed, refused } from '../parsed.ts';
import type { Bill } from '../x/bill.ts';
import { type Crowds, countOf, PHRASES } from './crowd.ts';
import type { Crowded } from './crowded.ts';
import { supportMessages, type TellHouse, writeToSupport } from './support.ts';

type Parts = {
  crowded: readonly Crowded[];
  crowds: Crowds;
  crowdStored: () => Promise<void>;
  mailboxes: Mailboxes;
  tellHouse: () => TellHouse | undefined;
  bill: Bill;
  clockMs: () => number;
  /** What components are called, by id. */
  components: ReadonlyMap<string, string>;
};

/** As the networks name people there is a handle made of it, where it is none. */
const nameSchema = z
  .string()
  .regex(
    /^@?[\p{L}\p{N}_][\p{L}\p{N}_. -]{0,49}$/u,
    'must be a name of at most 50 letters, digits, blanks, dots, _ or -; somebody has the same one each time',
  )
  .transform((name) => name.replace(/^@/, ''));

const mentionSchema = z.strictObject({
  source: z.string().default('x'),
  from: nameSchema,
  text: z.string().min(1).max(2_000),
  replyTo: z.string().min(1).optional(),
  quote: z.string().min(1).optional(),
  language: z.string().min(2).max(10).optional(),
  toUs: z.boolean().optional(),
});

const messageSchema = z.strictObject({
  source: z.string().default('x'),
  from: z.string().min(1).max(200),
  text: z.string().min(1).max(10_000),
  subject: z.string().min(1).max(200).optional(),
  language: z.string().min(2).max(10).optional(),
});

const DAY_MS = 86_400_000;
const CROWD_AT_MOST = 20_000;

const crowdSchema = z
  .strictObject({
    source: z.string().default('x'),
    component: z.string().min(1),
    perMinute: z.number().positive().max(2_000),
    forMs: z.number().int().min(1_000).max(DAY_MS),
    phrases: z.array(z.string().min(1).max(500)).min(1).default(PHRASES),
    toUs: z.boolean().default(true),
    seed: z.number().int().min(0).default(1),
  })
  .refine((crowd) => countOf(crowd) <= CROWD_AT_MOST, {
    path: ['forMs'],
    message: `makes more than ${CROWD_AT_MOST} mentions together with perMinute; make one of them smaller`,
  });

/**
 * What people outside say to us and of us: `/sim/mentions`, `/sim/messages`, `/sim/crowd`, and what it costs to hear it,
 * `/sim/bill`. True if the path was one of these.
 */
export function peopleRoutes(parts: Parts) {
  const { crowded, crowds, mailboxes, bill, clockMs, components } = parts;

  return async function handle(request: IncomingMessage, response: ServerResponse, url: URL): Promise<boolean> {
    const [, , resource, id] = url.pathname.split('/');
    const source = url.searchParams.get('source') ?? undefined;
    switch (`${request.method} ${resource}${id === undefined ? '' : '/:id'}`) {
      case 'GET mentions':
        sendJson(response, 200, heard(source));
        return true;
      case 'POST mentions':
        sendJson(response, 201, await said(await readObject(request)));
        return true;
      case 'DELETE mentions/:id': {
        const { people, stored } = on(source ?? 'x');
        const which = decodeURIComponent(id!);
        if (!people.takeBack(which, clockMs())) throw new Refused(404, `nobody has said ${which} there, or it is gone`);
        await stored();
        sendJson(response, 200, heard(source ?? 'x'));
        return true;
      }
      case 'GET messages':
        sendJson(response, 200, written(source));
        return true;
      case 'POST messages':
        sendJson(response, 201, await wrote(await readObject(request)));
        return true;
      case 'POST crowd':
        sendJson(response, 201, await gathered(await readObject(request)));
        return true;
      case 'DELETE crowd':
        crowds.disperse();
        await parts.crowdStored();
        sendJson(response, 200, {});
        return true;
      case 'GET bill':
        sendJson(response, 200, billed());
        return true;
      default:
        return false;
    }
  };

  function on(source: string, besides: readonly string[] = []): Crowded {
    const found = crowded.find((one) => one.source === source);
    const known = [...crowded.map((one) => one.source), ...besides].join(', ');
    if (!found) throw refused(422, [{ field: 'source', reason: `must be one of ${known}` }]);
    return found;
  }

  function asked(source: string | undefined): readonly Crowded[] {
    return source === undefined ? crowded : [on(source)];
  }

  function heard(source: string | undefined) {
    return asked(source).flatMap((one) => {
      const ours = one.ours();
      return one.people.said(clockMs()).map((said) => ({
        ...{ source: one.source, ...said },
        answers: ours.filter(({ replyTo }) => replyTo === said.id).map(({ id, text, at }) => ({ id, text, at })),
      }));
    });
  }

  function written(source: string | undefined) {
    const byMail = source === undefined || source === 'mail' ? supportMessages(mailboxes) : [];
    if (source === 'mail') return byMail;
    const others = source === undefined ? crowded : [on(source, ['mail'])];
    return [
      ...others.flatMap((one) => one.people.messages().map((message) => ({ source: one.source, ...message }))),
      ...byMail,
    ];
  }

  async function said(body: Record<string, unknown>) {
    const { source, ...spoken } = parsed(mentionSchema, body);
    const { people, stored } = on(source);
    const said = people.say(spoken, clockMs());
    if ('unknown' in said) {
      const reason = `no such post on ${source}; GET /sim/posts?channel=${source} has ours, GET /sim/mentions?source=${source} theirs`;
      throw refused(422, [{ field: said.unknown, reason }]);
    }
    await stored();
    return { source, ...said };
  }

  async function wrote(body: Record<string, unknown>) {
    const { source, from, text, subject = 'A question', language } = parsed(messageSchema, body);
    if (source === 'mail') {
      return { source, ...(await writeToSupport(mailboxes, parts.tellHouse(), { from, subject, text })) };
    }
    const { people, stored } = on(source, ['mail']);
    if (people.write === undefined) {
      const reason = `nobody can write to us on ${source} here; ${writable().join(', ')} have messages`;
      throw refused(422, [{ field: 'source', reason }]);
    }
    const name = nameSchema.safeParse(from);
    if (!name.success) throw refused(422, [{ field: 'from', reason: name.error.issues[0]!.message }]);
    const message = people.write({ from: name.data, text, language }, clockMs());
    await stored();
    return { source, ...message };
  }

  function writable(): string[] {
    return [...crowded.filter(({ people }) => people.write !== undefined).map(({ source }) => source), 'mail'];
  }

  async function gathered(body: Record<string, unknown>) {
    const { component, ...crowd } = parsed(crowdSchema, body);
    const called = components.get(component);
    if (called === undefined) {
      const reason = `must be one of ${[...components.keys()].join(', ')}`;
      throw refused(422, [{ field: 'component', reason }]);
    }
    on(crowd.source);
    const gathering = crowds.gather({ component: called, ...crowd }, clockMs());
    await parts.crowdStored();
    return gathering;
  }

  /** In dollars. Whoever is not X asks for nothing. */
  function billed() {
    const items = bill.items().map((item) => ({ source: 'x', ...item }));
    const free = crowded.filter(({ source }) => source !== 'x').map(({ source }) => [source, 0] as const);
    const total = bill.mills() / 1000;
    return { total, sources: { x: total, ...Object.fromEntries(free), mail: 0 }, items };
  }
}
