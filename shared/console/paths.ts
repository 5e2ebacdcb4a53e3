// Every address of the console. The router, the links and the way back from signing in all read this list.

/** What is looked at. A reminder can link here, and a person who has signed in can be led here. */
export const PAGES = {
  overview: '/console',
  incident: '/console/incidents/{id}',
  said: '/console/incidents/{id}/said/{seq}',
  draft: '/console/drafts/{draft}',
  /** What monitors send, and what the rules make of it. */
  alarms: '/console/alarms',
  /** Several incidents that are over, and one text for them. */
  resolveTogether: '/console/resolve-together',
  people: '/console/people',
  /** The programs that may call; for administrators. */
  programs: '/console/programs',
  /** Those outside who asked to be told. */
  subscribers: '/console/subscribers',
  /** What customers said, and who waits for an answer. */
  desk: '/console/desk',
  /** The words that the desk may answer with besides ours. */
  deskTemplates: '/console/desk/templates',
  mention: '/console/desk/{source}/{id}',
  /** What the desk did in an incident, and who is told that it is over. */
  deskIncident: '/console/incidents/{id}/desk',
  /** For whoever signed in beside a form that waits in another tab. */
  signedIn: '/console/signed-in',
  /** The form of an act on an incident, and of one that begins something; each is sent to its own address. */
  act: '/console/incidents/{id}/{act}',
  beginning: '/console/{act}',
} as const;

/** Where the other forms are sent. */
export const FORMS = {
  freeze: '/console/freeze',
  /** What is done with a mention: take, release, left, stream, answer or by-hand. */
  mention: '/console/desk/{source}/{id}/{move}',
  /** mute or unmute. */
  deskPerson: '/console/desk/people/{source}/{id}/{move}',
  deskScript: '/console/desk/script/{name}',
  deskTemplates: '/console/desk/templates',
  /** approve or drop. */
  deskTemplate: '/console/desk/templates/{id}/{move}',
  tellBack: '/console/incidents/{id}/desk',
  /** That somebody was told by hand. */
  toldBack: '/console/incidents/{id}/desk/{source}/{person}',
  person: '/console/people',
  askOwner: '/console/people/{id}/ask',
  removePerson: '/console/people/{id}/remove',
  duty: '/console/duty',
  program: '/console/programs',
  rotateProgram: '/console/programs/{client}/rotate',
  removeProgram: '/console/programs/{client}/remove',
  findSubscriber: '/console/subscribers/find',
  eraseSubscriber: '/console/subscribers/erase',
  /** How a channel runs. Only those that the config names have one. */
  channel: '/console/channels/{name}',
  hold: '/console/incidents/{id}/hold',
  approve: '/console/drafts/{draft}/approve',
  editDraft: '/console/drafts/{draft}/edit',
  drop: '/console/drafts/{draft}/drop',
  handOver: '/console/incidents/{id}/handover',
  acceptHandover: '/console/incidents/{id}/handover/accept',
  noteLoop: '/console/incidents/{id}/loops',
  answerLoop: '/console/incidents/{id}/loops/{loop}/answered',
} as const;

/** The way in and out. Nobody is led here after signing in: it would be a circle. */
export const DOORS = {
  signIn: '/console/sign-in',
  callback: '/console/callback',
  signOut: '/console/sign-out',
} as const;

type Placed<Pattern extends string> = Pattern extends `${string}{${infer Place}}${infer Rest}`
  ? { [P in Place]: string | number } & Placed<Rest>
  : unknown;

/** An address out of its pattern and what stands in its places. */
export const pathTo = <Pattern extends string>(pattern: Pattern, places: Placed<Pattern>): string =>
  pattern.replaceAll(/\{(\w+)\}/g, (_, place: string) => String((places as Record<string, string | number>)[place]));

const pages = Object.values(PAGES).map((page) => new RegExp(`^${page.replaceAll(/\{\w+\}/g, '[a-z0-9-]+')}$`));
const doors: readonly string[] = Object.values(DOORS);

/**
 * True of a page's address as we write it ourselves, with its query. Only plain letters, so that nothing in it reads
 * otherwise to a browser than to us.
 */
export function isPage(address: string): boolean {
  const [, path = '', query = ''] = /^([a-z0-9/-]+)(\?[\w=&-]*)?$/.exec(address) ?? [];
  return query.length <= 200 && !doors.includes(path) && pages.some((page) => page.test(path));
}
