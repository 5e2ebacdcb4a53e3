import type { Entry } from '../../core/entry.ts';
import type { ReportedIncident } from '../../core/incident.ts';
import type { Instant } from '../../core/instant.ts';
import type { PublicIncident } from '../../core/public-incident.ts';
import type { Voice } from '../sentences.ts';
import type { ListAddresses } from './headers.ts';

/** The house as its customers know it; from the config. */
export type House = {
  /** The brand, as in “Example Cloud”. */
  name: string;
  /** Whose words a person's statements are, as in “by our incident commander”. */
  spokenBy?: string | undefined;
  /** Private ways to a human, as on the pages; `href` is whole, with its scheme. */
  contact: readonly { label: string; href: string; hours?: string | undefined; timeZone?: string | undefined }[];
};

/**
 * What somebody follows, in names that they know: everything, some components, or one incident. `ends`: only what begins,
 * and what is over.
 */
export type Following = { level: 'all' | 'ends'; components?: readonly string[]; incident?: { title: string } };

/** What is to be said to one person about one incident at one statement. */
export type UpdateView = {
  incident: ReportedIncident;
  /** The newest statement that the channel says. */
  entry: Entry;
  /** Whether this person has had a mail about this incident before. */
  toldBefore: boolean;
  reader: Following & {
    /** An IANA zone. One that nobody knows is as none. */
    zone?: string | undefined;
  };
  house: House;
  /** Names of components by their ids; one that has none keeps its id. */
  names: ReadonlyMap<string, string>;
  /** Of a merged incident: where it goes on. */
  goesOnIn?: { title: string; url: string } | undefined;
  /** All of them whole. `page`: of the incident. `sender`: whom this comes from, an address or `Name <address>`. */
  addresses: ListAddresses & { page: string; change: string; sender: string };
  now: Instant;
};

/** The same, as far as the public may know it: what every piece of the mail is made from. */
export type Told = Omit<UpdateView, 'incident' | 'entry'> & {
  voice: Voice;
  incident: PublicIncident;
  line: PublicIncident['entries'][number];
  /** The reader's own zone, where it differs from UTC. */
  zone: string | undefined;
};

/** Names of what the incident concerns. */
export const namesIn = ({ incident, names }: Pick<Told, 'incident' | 'names'>): string[] =>
  incident.components.map(({ id }) => names.get(id) ?? id);
