import { PERSONAL_CHANNELS } from '../../core/subscribers/subscriber.ts';
import type { ArchivedPlace, ArchivePart } from '../../ports/archive.ts';
import {
  ANSWER_PREFIX,
  CASE_PREFIX,
  DESK_PARTITION,
  DESK_PERSON_PREFIX,
  MENTION_PREFIX,
  TEMPLATE_PREFIX,
  TICKED,
} from './desk-keys.ts';
import {
  AUDIT_PARTITION,
  DRAFT_PARTITION,
  DRAFT_PREFIX,
  ENTRY_PREFIX,
  FOLLOW_UP_PREFIX,
  GONE_PREFIX,
  IMPORTS_PARTITION,
  incidentOf,
  PEOPLE_PARTITION,
  PERSON_OUTSIDE_PREFIX,
  seqOf,
} from './keys.ts';

/** Of which part an item is, by how its keys begin. What is computed, counted or gone within days is of none. */
const FORMS: readonly (readonly [ArchivePart, RegExp, RegExp])[] = [
  [
    'incidents',
    /^INCIDENT#[^#]+$/,
    new RegExp(`^(ENTRY#|DELIVERY#|REMINDER#|RUN#|HANDOVER$|LOOP#|JOINED#|${ANSWER_PREFIX}|${TICKED}$)`),
  ],
  ['imports', new RegExp(`^${IMPORTS_PARTITION}$`), /^(INCIDENT#|MONTH#)/],
  ['acts', new RegExp(`^${AUDIT_PARTITION}$`), /^ACT#/],
  ['drafts', new RegExp(`^${DRAFT_PARTITION}$`), new RegExp(`^${DRAFT_PREFIX}`)],
  ['claims', /^CLAIM#component#/, /^(CLAIM$|OVER#)/],
  ['desk', new RegExp(`^${DESK_PARTITION}$`), new RegExp(`^(${TEMPLATE_PREFIX}|STATE$)`)],
  ['told', new RegExp(`^TOLD#[^#]+#(${PERSONAL_CHANNELS.join('|')})#\\d\\d$`), new RegExp(`^${PERSON_OUTSIDE_PREFIX}`)],
  ['told', new RegExp(`^${CASE_PREFIX}`), /^CASE$/],
  ['people', new RegExp(`^${PEOPLE_PARTITION}$`), /^(PERSON#|DUTY#)/],
  ['subscribers', new RegExp(`^SUBSCRIBER#(${PERSONAL_CHANNELS.join('|')})#\\d\\d$`), /^(S#|GONE#)/],
  ['accounts', new RegExp(`^ACCOUNT#(${PERSONAL_CHANNELS.join('|')})$`), /^STATE$/],
  ['heard', new RegExp(`^${DESK_PARTITION}$`), new RegExp(`^${DESK_PERSON_PREFIX}`)],
  ['heard', new RegExp(`^${DESK_PARTITION}#\\d{4}-\\d\\d-\\d\\d$`), new RegExp(`^${MENTION_PREFIX}`)],
];

/** Where it stands that a subscriber left, for the item of one. */
export const goneKeyOf = ({ pk, sk }: { pk: string; sk: string }): { pk: string; sk: string } | undefined =>
  placeOfKeys({ pk, sk })?.part === 'subscribers' && sk.startsWith(PERSON_OUTSIDE_PREFIX)
    ? { pk, sk: `${GONE_PREFIX}${sk.slice(PERSON_OUTSIDE_PREFIX.length)}` }
    : undefined;

/** True of what stands beside an incident because a single person spoke to us: it goes with people, or not at all. */
export const isOfOnePerson = ({ sk }: { sk: string }): boolean =>
  [FOLLOW_UP_PREFIX, ANSWER_PREFIX, TICKED].some((form) => sk.startsWith(form));

/** What an item is by its keys, and a case by the incident that it names; undefined if no export holds it. */
export function placeOfKeys(item: { pk: string; sk: string; incident?: unknown }): ArchivedPlace | undefined {
  const { pk, sk } = item;
  const part = FORMS.find(([, ofPk, ofSk]) => ofPk.test(pk) && ofSk.test(sk))?.[0];
  if (part === 'told' && pk.startsWith(CASE_PREFIX))
    return typeof item.incident === 'string' ? { part, incident: item.incident } : undefined;
  if (part === 'told') return { part, incident: pk.split('#')[1]! };
  if (part !== 'incidents') return part && { part };
  const incident = incidentOf(pk);
  return sk.startsWith(ENTRY_PREFIX) ? { part, incident, seq: seqOf(sk) } : { part, incident };
}
