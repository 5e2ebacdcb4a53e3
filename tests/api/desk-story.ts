import { listen } from '../../shared/app/desk/listen.ts';
import type { DeskPorts } from '../../shared/app/desk/ports.ts';
import { readIncident } from '../../shared/app/read-incidents.ts';
import type { DeskSource, Heard } from '../../shared/core/desk/mention.ts';
import { mentionId } from '../../shared/core/desk/names.ts';
import { publicIncident } from '../../shared/core/public-incident.ts';
import { ada, grace, machine, person, root, team } from './team.ts';

export const dora = person('dora', 'desk');
export const ben = person('ben', 'desk');

/** A house with a desk over the API, to whose source on X everything comes that a test says. */
export function desked(changes: object = {}) {
  const house = team({ rateLimits: { take: async () => ({ waitMs: 0 }) }, ...changes });
  const heard: Heard[] = [];
  const sent: string[] = [];
  const desk = house.ports.desk as { -readonly [Name in keyof DeskPorts]: DeskPorts[Name] };
  desk.sources = {
    x: {
      source: 'x',
      since: async () => ({ billed: {}, heard: heard.filter(({ direct }) => !direct), gone: [] }),
      messagesSince: async () => ({ billed: {}, heard: heard.filter(({ direct }) => direct), gone: [] }),
      answer: async ({ text }) => ({ billed: { reply: 1 }, outcome: 'sent', receipt: `r${sent.push(text)}` }),
      find: async () => ({ billed: {}, absent: true }),
      stream: async () => ({ billed: { 'post-read': 5 }, heard: heard.slice(0, 1), gone: [] }),
    },
  };
  return {
    ...house,
    sent,
    look: () => listen(desk),
    says: async (who: string, of: Partial<Heard> = {}): Promise<string> => {
      const one: Heard = {
        source: 'x',
        theirs: `t${heard.length}`,
        author: { theirs: `of ${who}`, handle: who },
        text: 'the website is down',
        at: house.ports.clock.now(),
        summoned: true,
        direct: false,
        ...of,
      };
      heard.push(one);
      await listen(desk);
      return mentionId(one);
    },
    /** An incident about the website, which the site has noted. */
    outage: async (more: object = {}): Promise<string> => {
      const id = await house.opened(more);
      const incident = await readIncident(house.ports.log, id);
      if (incident) await house.ports.siteIndex.note(publicIncident(incident), house.ports.clock.now());
      return id;
    },
    /** Uses up the money of a source. */
    spend: async (source: DeskSource, dollars: number) => {
      const account = desk.stores.account(source);
      const { version } = await account.read();
      await account.swap(version, { money: { month: '2026-11', micros: dollars * 1e6, incidents: {} } });
    },
  };
}

/** Everything that may become of the calls of the desk. */
export async function deskStory(): Promise<void> {
  const { get, post, says, outage, put, spend } = desked();
  const as = { as: dora };
  await get('/v1/desk?state=maybe');
  for (const [source, body] of [
    ['x', { connected: true }],
    ['x', {}],
    ['fax', { connected: true }],
    ['mastodon', { connected: true }],
  ] as const)
    await put(`/v1/desk/sources/${source}`, body, { as: root });
  const early = await says('eve', { text: 'file storage is down' });
  const id = await outage();
  const [first, again, unsummoned, private_, muted] = [
    await says('ana'),
    await says('ana'),
    await says('max', { summoned: false }),
    await says('kim', { direct: true, text: 'my order' }),
    await says('rob'),
  ];
  await get('/v1/desk');
  const of = (mention: string) => `/v1/desk/x/${mention}`;
  const { body: seen } = await get(of(first));
  const answer = (mention: string, body: object, headers: Record<string, string> = {}, by = dora) =>
    post(`${of(mention)}/answer`, body, { as: by, headers });
  const ifMatch = { 'if-match': seen.etag };
  const text = seen.suggestions[0].text;
  for (const call of ['take', 'release', 'left', 'stream', 'by-hand'])
    await post(`${of('none')}/${call}`, undefined, as);
  for (const call of ['mute', 'unmute']) await post(`/v1/desk/people/fax/p1/${call}`, undefined, as);
  await get(of('none'));
  await answer('none', { text });
  await post(`${of(first)}/answer`, { text }, { as: machine('bot', 'write') });
  await post(`${of(first)}/by-hand`, undefined, { as: machine('bot', 'write') });
  await post(`${of(first)}/take`, undefined, as);
  await post(`${of(first)}/release`, undefined, as);
  await post(`${of(first)}/take`, undefined, as);
  for (const call of ['take', 'left']) await post(`${of(first)}/${call}`, undefined, { as: ben });
  await answer(first, { text }, ifMatch, ben);
  await answer(first, { text });
  await answer(first, { text }, { 'if-match': '"9-0"' });
  await answer(first, { text: 'It works for us.' }, ifMatch);
  await answer(first, { text, template: 'ack-known' }, ifMatch);
  await answer(again, { text }, ifMatch);
  await answer(unsummoned, { template: 'ack-known' });
  await post(`${of(again)}/by-hand`, undefined, as);
  await post(`${of(unsummoned)}/by-hand`, undefined, as);
  await post(`${of(early)}/stream`, undefined, as);
  await post(`${of(early)}/left`, undefined, as);
  const { person: rob } = (await get(of(muted))).body.mention;
  await post(`/v1/desk/people/x/${rob}/mute`, undefined, as);
  await answer(muted, { template: 'ack-known' });
  await get('/v1/desk');
  await post(`/v1/desk/people/x/${rob}/unmute`, undefined, as);
  await put('/v1/freeze', { frozen: true });
  await answer(muted, { template: 'ack-known' });
  await put('/v1/freeze', { frozen: false });
  await spend('x', 20);
  await answer(muted, { template: 'ack-known' });
  await post(`${of(muted)}/stream`, undefined, as);
  await spend('x', 0);
  await get(`/v1/desk?incident=${id}`);
  const { body: message } = await get(of(private_));
  await post(`/v1/cases/${message.case.case}/notes`, { state: 'solved', text: 'Sent again.' }, as);
  await post('/v1/cases/none/notes', { state: 'solved' }, as);
  await says('rob', { direct: true, text: 'stop' });
  await answer(muted, { template: 'ack-known' });
  await elsewhere();

  for (const where of [`incident=${id}`, 'incident=none', '']) {
    await get(`/v1/desk/report?${where}`);
    await get(`/v1/desk/report-back?${where}`);
  }
  const { people } = (await get(`/v1/desk/report-back?incident=${id}`)).body;
  const byHand = people.find(({ way }: { way: string }) => way === 'hand').person;
  const told = (where: string, by = dora) =>
    post(`/v1/desk/report-back/x/${byHand}/by-hand${where}`, undefined, { as: by });
  const tick = (body: object, by = dora) => post('/v1/desk/report-back', body, { as: by });
  await tick({ incident: id });
  await tick({ incident: 'none' });
  await tick({ incident: id }, machine('bot', 'write'));
  for (const where of ['', '?incident=none', `?incident=${id}`]) await told(where);
  await told('', machine('bot', 'write'));
  await post(`/v1/incidents/${id}/resolve`, { message: 'It works again.' }, { as: ada });
  await tick({ incident: id });
  for (const _twice of [1, 2]) await told(`?incident=${id}`);
  await post(`/v1/desk/report-back/x/nobody/by-hand?incident=${id}`, undefined, as);
  await words();
}

/** An incident of which nobody outside hears, and a source that is not read. */
async function elsewhere() {
  const { post, says, outage, ports } = desked();
  const mention = await says('ana');
  const id = await outage({ handling: 'drill' });
  const kept = await ports.desk.stores.mentions.of('x', mention);
  await ports.desk.stores.mentions.swap({ ...kept!, incident: id, version: kept!.version + 1 });
  await post(`/v1/desk/x/${mention}/answer`, { template: 'ack-known' }, { as: dora });
  Object.assign(ports.desk, { sources: {} });
  await post(`/v1/desk/x/${mention}/stream`, undefined, { as: dora });
}

async function words() {
  const { post, get } = desked();
  const proposed = async (says: string, by = dora) =>
    (await post('/v1/desk/templates', { name: 'thanks', says: [says] }, { as: by })).body.id;
  const decide = (id: string, what: 'approve' | 'drop', by = grace) =>
    post(`/v1/desk/templates/${id}/${what}`, undefined, { as: by });
  await post('/v1/desk/templates', { name: 'thanks', says: ['Thank you for your patience.'] }, { as: dora });
  const one = await proposed('Thank you, we have read it.');
  await get('/v1/desk/templates');
  const both = person('dora', 'desk', 'approver');
  await decide(one, 'approve', both);
  for (const _twice of [1, 2]) await decide(one, 'approve');
  for (const _twice of [1, 2]) await decide(one, 'drop');
  for (const what of ['approve', 'drop'] as const) await decide('none', what);
}
