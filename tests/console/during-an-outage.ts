import { consoleOf, visitor } from './visitor.ts';

export const LOGINS = {
  title: 'Logins fail',
  impact: 'major',
  'component.website': 'partial_outage',
  message: 'Half of all logins fail.',
};

/** Somebody signed in, in front of one open incident; on 22 November 2026 at 10:00 UTC if no other time matters. */
export async function duringAnOutage(nowMs = Date.parse('2026-11-22T10:00:00.000Z')) {
  const console_ = consoleOf();
  console_.clock.nowMs = nowMs;
  const person = visitor(console_);
  const said = await person.submit(await person.get('/console'), 'open', LOGINS);
  const id = console_.api.ids[0] ?? '';
  const page = (act = '') => person.get(`/console/incidents/${id}${act && `/${act}`}`);
  const formId = (act: string) => act.replace(/\?.*/, '');
  return {
    ...console_,
    console_,
    person,
    said,
    id,
    page,
    /** One act from its page to what came of it. */
    does: async (act: string, typed: Record<string, string | string[]>) =>
      person.submit(await page(act), formId(act), typed),
    /** The same without the button that does it. */
    looks: async (act: string, typed: Record<string, string | string[]>) =>
      person.look(await page(act), formId(act), typed),
    lastEntry: async () => (await console_.api.incidentOf(id)).entries.at(-1),
  };
}
