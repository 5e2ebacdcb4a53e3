import { describe, expect, it } from 'vitest';
import { charged, type DeskAccount, spentInMonth, spentOn } from '../../shared/core/desk/account.ts';
import { budgetLevel, mayAnswer, mayCount, mayRead, mayReadStreams } from '../../shared/core/desk/budget.ts';
import { costOf, dollars } from '../../shared/core/desk/prices.ts';

const NOW = '2026-11-22T10:00:00.000Z';
const house = { dollarsPerMonth: 20, perIncident: 10 };
const spent = (dollarsOfMonth: number, ofIncident = 0): DeskAccount => ({
  money: { month: '2026-11', micros: dollarsOfMonth * 1e6, incidents: { i1: ofIncident * 1e6 } },
});
const level = (account: DeskAccount) => budgetLevel(account, house, ['i1'], NOW);

describe('the money of the desk', () => {
  it('is X’s prices, and nothing elsewhere', () => {
    expect(dollars(costOf('x', { 'mention-read': 300, reply: 200, 'message-sent': 60, 'message-read': 60 }))).toBe(3.8);
    expect(costOf('bluesky', { 'mention-read': 300, reply: 200 })).toBe(0);
  });

  it('is counted by month and by incident', () => {
    const account = charged(charged({}, 'x', { reply: 1 }, ['i1'], NOW), 'x', { 'mention-read': 1 }, ['i1', 'i2'], NOW);
    expect(spentInMonth(account, NOW)).toBe(11_000);
    expect([spentOn(account, 'i1'), spentOn(account, 'i2')]).toEqual([10_500, 500]);
    expect(spentInMonth(account, '2026-12-01T00:00:00.000Z')).toBe(0);
  });

  it('ends reading before it ends', () => {
    const levels = [15.9, 16, 18, 19, 20].map((sum) => level(spent(sum)));
    expect(levels).toEqual(['all', 'no-streams', 'mentions', 'answers', 'nothing']);
    expect(levels.map(mayReadStreams)).toEqual([true, false, false, false, false]);
    expect(levels.map(mayCount)).toEqual([true, true, false, false, false]);
    expect(levels.map(mayRead)).toEqual([true, true, true, false, false]);
    expect(levels.map(mayAnswer)).toEqual([true, true, true, true, false]);
  });

  it('of an incident ends as that of the month does', () => {
    expect(level(spent(5, 9.6))).toBe('answers');
    expect(level(spent(5, 10))).toBe('nothing');
  });
});
