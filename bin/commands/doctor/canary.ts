import { SECOND_MS } from '../../../shared/core/instant.ts';
import { green, type Line, red, unknown, type Verdict } from '../checks/check.ts';
import { followed } from '../rebuild.ts';
import { type System, visit } from './system.ts';

const GROUP = 'a canary, end to end';

/** What nobody but the house sees says so, should somebody of it meet it. */
const WORDS = {
  title: 'Canary of candor doctor: nothing is wrong',
  message: 'This tries whether a statement is taken, kept and hidden. Nothing is wrong, and nobody has to do anything.',
  over: 'The canary is over. Nothing was wrong.',
};

/**
 * Two acts that no customer sees, each only after somebody has agreed. A drill goes the way of a statement into the log and
 * must stay hidden from the page; drawing the site anew goes from the bus by queue, function and bucket to what customers
 * load. Together they are the whole way.
 */
export async function canary(system: System, agreed: (question: string) => Promise<boolean>): Promise<Line[]> {
  const lines: Line[] = [];
  const tried = async (id: string, what: string, question: string, act: () => Promise<Verdict>) => {
    const verdict = (await agreed(question))
      ? await act().catch((error: Error) => red(`It failed: ${error.message}`, 'candor status'))
      : unknown('It was not tried, as nobody agreed.');
    lines.push({ group: GROUP, id, what, ...verdict });
  };
  await tried(
    'canary-statement',
    'a statement is taken, kept, and hidden as a drill',
    'Open a drill and end it at once? It is public nowhere and rings nobody; it stays in the log. [y/N]',
    () => drill(system),
  );
  await tried(
    'canary-page',
    'what is drawn reaches the page',
    'Draw the whole site anew? It says what it says now; customers keep reading meanwhile. [y/N]',
    () => redrawn(system),
  );
  return lines;
}

async function drill(system: System): Promise<Verdict> {
  const { session, siteUrl } = system;
  const client = session.client();
  const begunMs = session.surroundings.now();
  const [component] = await componentsOf(system);
  if (component === undefined) return unknown('The page names no component to try it on.');
  const { incident } = await client.open({
    title: WORDS.title,
    impact: 'minor',
    components: [{ id: component, status: 'degraded_performance' }],
    message: WORDS.message,
    // Far enough that no reminder of it is due before it is over.
    nextUpdateBy: 'PT4H',
    handling: 'drill',
  });
  const took = session.surroundings.now() - begunMs;
  const page = siteUrl === undefined ? undefined : await visit(system, `${siteUrl}/incidents/${incident.id}`);
  await client.resolve(incident.id, { message: WORDS.over });
  const { incident: after } = await client.show(incident.id);
  if (after.status !== 'resolved')
    return red(`${incident.id} was resolved and is ${after.status}.`, `candor show ${incident.id}`);
  if (page !== undefined && page.status !== 404)
    return red(
      `The drill ${incident.id} is at ${siteUrl}/incidents/${incident.id} (${page.status}), where nobody may see it.`,
      'candor freeze "A drill is public"',
    );
  return green(`${incident.id}, taken in ${took} ms, hidden, over`);
}

/** The ids that the page names, as whoever knows no config of the system reads them. */
async function componentsOf(system: System): Promise<string[]> {
  if (system.siteUrl === undefined) return [];
  const answer = await visit(system, `${system.siteUrl}/api/v2/components.json`);
  const { components = [] } = (await answer.json()) as { components?: { id: string; group?: boolean }[] };
  return components.filter(({ group }) => !group).map(({ id }) => id);
}

/** CloudFront keeps a page for 5 s and may show an old one once more while it asks for the new (shared/site/paths.ts). */
const SEEN_WITHIN_MS = 60 * SECOND_MS;

async function redrawn(system: System): Promise<Verdict> {
  const { session, siteUrl } = system;
  const { surroundings } = session;
  const begunMs = surroundings.now();
  const progress = await followed(session.client(), surroundings);
  if (progress.state !== 'done')
    return red(
      'The site was not drawn within two minutes: the log of the function PublishSite says what holds it up.',
      'candor rebuild',
    );
  const took = Math.round((surroundings.now() - begunMs) / SECOND_MS);
  if (siteUrl === undefined) return unknown('It was drawn; where the page is is not known.');
  while (surroundings.now() - begunMs < SEEN_WITHIN_MS + took * SECOND_MS) {
    const written = (await visit(system, `${siteUrl}/`)).headers.get('last-modified');
    if (written === null)
      return unknown(`It was drawn in ${took} s; when the page was written the answer does not say.`);
    // Whole seconds, on the clock of the bucket.
    if (Date.parse(written) >= begunMs - 2 * SECOND_MS) return green(`drawn in ${took} s, and seen at ${siteUrl}`);
    await surroundings.wait(SECOND_MS);
  }
  return red(
    `It was drawn in ${took} s, and ${siteUrl} shows an older page a minute later: CloudFront does not ask for the new one.`,
    'candor deploy',
  );
}
