import { answerMention } from '../../../shared/app/desk/answer-mention.ts';
import { asOpen } from '../../../shared/app/desk/ports.ts';
import { openIncidents } from '../../../shared/app/read-incidents.ts';
import { keptMention } from '../../../shared/core/desk/kept-mention.ts';
import { match } from '../../../shared/core/desk/match.ts';
import type { DeskSource, Heard } from '../../../shared/core/desk/mention.ts';
import { instant, MINUTE_MS } from '../../../shared/core/instant.ts';
import type { AnswerOutcome, DeskSourcePort, OutgoingAnswer } from '../../../shared/ports/desk-source.ts';
import { consoleOf, read, visitor } from '../visitor.ts';

type ConsoleOf = ReturnType<typeof consoleOf>;

/** How customers speak to a house, and what they are answered, over the memory of its API. */
export function customersOf({ api, clock }: Pick<ConsoleOf, 'api' | 'clock'>) {
  const { desk } = api.ports;
  const arrived: OutgoingAnswer[] = [];
  const fate: { next: AnswerOutcome | undefined } = { next: undefined };
  let said = 0;

  const connected = (source: DeskSource): DeskSourcePort => ({
    source,
    since: async () => ({ billed: {}, heard: [], gone: [] }),
    answer: async (answer) => {
      const outcome = fate.next ?? { billed: { reply: 1 }, outcome: 'sent', receipt: 'r' };
      fate.next = undefined;
      if (outcome.outcome === 'sent') arrived.push(answer);
      return outcome;
    },
    find: async () => ({ billed: {}, absent: true }),
    ...(source === 'x'
      ? {
          stream: async () => ({
            billed: { 'post-read': 1 },
            heard: [heardOf('ana', 'I have a demo at noon', {})],
            gone: [],
          }),
        }
      : {}),
  });

  function heardOf(from: string, text: string, { ago = 5, ...more }: Partial<Heard> & { ago?: number }): Heard {
    said += 1;
    return {
      source: 'x',
      theirs: `t${said}`,
      author: { theirs: `a-${from}`, handle: from },
      text,
      at: instant(clock.nowMs - ago * MINUTE_MS + said),
      summoned: true,
      direct: false,
      ...more,
    };
  }

  return {
    desk,
    arrived,
    /** What becomes of the next answer, instead of arriving. */
    fate,
    connect: (...sources: DeskSource[]) =>
      Object.assign(desk.sources, Object.fromEntries(sources.map((source) => [source, connected(source)]))),
    /** Somebody says something; `ago`: so many minutes before now. Returns where its page is. */
    async says(from: string, text: string, more: Partial<Heard> & { ago?: number } = {}) {
      const now = desk.clock.now();
      const heard = heardOf(from, text, more);
      const open = (await openIncidents(desk, now)).map(asOpen);
      const kept = keptMention(heard, match(text, { components: desk.components, open }), now);
      await desk.stores.mentions.hear(kept);
      return { ...kept, page: `/console/desk/${kept.source}/${kept.id}` };
    },
    /** A colleague, who came first. */
    answers: (id: string, text: string, by = 'bob', ifMatch?: string) =>
      answerMention(desk, 'x', id, { text, by, ifMatch }),
  };
}

/** Somebody of the desk, who has signed in, in a house that X is connected to. */
export async function atTheDesk(groups: readonly string[] = ['viewer', 'desk', 'commander', 'approver']) {
  const console_ = consoleOf({}, undefined, groups);
  const person = visitor(console_);
  await person.get('/console');
  const customers = customersOf(console_);
  customers.connect('x');
  /** An incident about the API, which the house opens over the API. */
  async function opens(title = 'API requests fail') {
    const body = {
      title,
      impact: 'major',
      components: [{ id: 'api', status: 'major_outage' }],
      message: 'Half of all requests to the API fail.',
      nextUpdateBy: 'PT30M',
    };
    return (await (await asked('POST', '/v1/incidents', body)).json()) as { id: string };
  }
  let calls = 0;
  /** A call of somebody else of the house. */
  function asked(method: string, path: string, body: object, headers: Record<string, string> = {}) {
    calls += 1;
    const more = { authorization: 'Bearer good', 'idempotency-key': `k${calls}`, 'content-type': 'application/json' };
    return console_.api.fetch(`http://localhost:4311${path}`, {
      method,
      body: JSON.stringify(body),
      headers: { ...more, ...headers },
    });
  }
  return { ...console_, person, customers, opens, asked, read };
}
