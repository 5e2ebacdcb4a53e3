import { PERSONAL_CHANNELS } from '../../core/subscribers/subscriber.ts';
import type { ArchivedPlace, ArchivePart } from '../../ports/archive.ts';
import {
  AUDIT_PARTITION,
  DRAFT_PARTITION,
  DRAFT_PREFIX,
  ENTRY_PREFIX,
  GONE_PREFIX,
  IMPORTS_PARTITION,
  incidentOf,
  PEOPLE_PARTITION,
  PERSON_OUTSIDE_PREFIX,
  seqOf,
} from './keys.ts';

/** Of which part an item is, by how its keys begin. What is computed, counted or gone within days is of none. */
const FORMS: readonly (readonly [ArchivePart, RegExp, RegExp])[] = [
  ['incidents', /^INCIDENT#[^#]+$/, /^(ENTRY#|DELIVERY#|REMINDER#|RUN#|HANDOVER$|LOOP#|JOINED#)/],
  ['imports', new RegExp(`^${IMPORTS_PARTITION}$`), /^(INCIDENT#|MONTH#)/],
  ['acts', new RegExp(`^${AUDIT_PARTITION}$`), /^ACT#/],
  ['drafts', new RegExp(`^${DRAFT_PARTITION}$`), new RegExp(`^${DRAFT_PREFIX}`)],
  ['claims', /^CLAIM#component#/, /^(CLAIM$|OVER#)/],
  ['told', new RegExp(`^TOLD#[^#]+#(${PERSONAL_CHANNELS.join('|')})#\\d\\d$`), new RegExp(`^${PERSON_OUTSIDE_PREFIX}`)],
  ['people', new RegExp(`^${PEOPLE_PARTITION}$`), /^(PERSON#|DUTY#)/],
  ['subscribers', new RegExp(`^SUBSCRIBER#(${PERSONAL_CHANNELS.join('|')})#\\d\\d$`), /^(S#|GONE#)/],
  ['accounts', new RegExp(`^ACCOUNT#(${PERSONAL_CHANNELS.join('|')})$`), /^STATE$/],
];

/** Where it stands that a subscriber left, for the item of one. */
export const goneKeyOf = ({ pk, sk }: { pk: string; sk: string }): { pk: string; sk: string } | undefined =>
  placeOfKeys({ pk, sk })?.part === 'subscribers' && sk.startsWith(PERSON_OUTSIDE_PREFIX)
    ? { pk, sk: `${GONE_PREFIX}${sk.slice(PERSON_OUTSIDE_PREFIX.length)}` }
    : undefined;

/** What an item of these keys is; undefined if no export holds it. */
export function placeOfKeys({ pk, sk }: { pk: string; sk: string }): ArchivedPlace | undefined {
  const part = FORMS.find(([, ofPk, ofSk]) => ofPk.test(pk) && ofSk.test(sk))?.[0];
  if (part === 'told') return { part, incident: pk.split('#')[1]! };
  if (part !== 'incidents') return part && { part };
  const incident = incidentOf(pk);
  return sk.startsWith(ENTRY_PREFIX) ? { part, incident, seq: seqOf(sk) } : { part, incident };
}
