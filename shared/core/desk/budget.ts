import type { Instant } from '../instant.ts';
import { type DeskAccount, type DeskBudget, spentInMonth, spentOn } from './account.ts';

/**
 * What is still done, from the freest to the narrowest: `all`; `no-streams`: nobody's other posts are read;
 * `mentions`: words are not counted either; `answers`: nothing is read any more, and what is left of the money answers
 * whom we have heard; `nothing`.
 */
export const BUDGET_LEVELS = ['all', 'no-streams', 'mentions', 'answers', 'nothing'] as const;
export type BudgetLevel = (typeof BUDGET_LEVELS)[number];

/** From these shares of the money on (docs/rules.md, Desk money): reading ends before money does. */
const FROM: Readonly<Record<Exclude<BudgetLevel, 'all'>, number>> = {
  'no-streams': 0.8,
  mentions: 0.9,
  answers: 0.95,
  nothing: 1,
};

const MICROS = 1_000_000;

/** What the money of the month and of the open incidents leaves; the incident that has used most of its own decides. */
export function budgetLevel(
  account: DeskAccount,
  { dollarsPerMonth, perIncident }: DeskBudget,
  open: readonly string[],
  now: Instant,
): BudgetLevel {
  const ofMonth = spentInMonth(account, now) / (dollarsPerMonth * MICROS);
  const ofIncidents = open.map((id) => spentOn(account, id) / (perIncident * MICROS));
  const used = Math.max(ofMonth, ...ofIncidents);
  return BUDGET_LEVELS.findLast((level) => level !== 'all' && used >= FROM[level]) ?? 'all';
}

const rank = (level: BudgetLevel): number => BUDGET_LEVELS.indexOf(level);

export const mayReadStreams = (level: BudgetLevel): boolean => rank(level) < rank('no-streams');
export const mayCount = (level: BudgetLevel): boolean => rank(level) < rank('mentions');
export const mayRead = (level: BudgetLevel): boolean => rank(level) < rank('answers');
export const mayAnswer = (level: BudgetLevel): boolean => rank(level) < rank('nothing');
