import { describe, expect, it } from 'vitest';
import { textOf, textTogether, unrepeatedTextOf } from '../../shared/app/x/post-text.ts';
import { spoken } from '../../shared/config/voice.ts';
import { freshXAccount } from '../../shared/core/x/account.ts';
import { planAloneOnX } from '../../shared/core/x/next.ts';
import { at, look, opened, toldReported } from '../support/story.ts';
import { RULES } from './support/house.ts';

const site = { siteUrl: 'https://status.example.com', voice: spoken };
const incident = toldReported(opened('10:00:07'));
const now = at('10:00:10');
const view = { incident, deliveries: new Map(), mode: 'live' as const, rules: RULES, now, account: freshXAccount() };
const plan = planAloneOnX(incident.entries[0]!, view);
const asSaid = (precision: 'minute' | 'second' | 'number') => textOf(site, incident, plan, now, precision);
const spent = (...texts: { digest: string }[]) => texts.map(({ digest }) => ({ at: now, dollars: 0.015, digest }));

describe('a text that X would refuse as said before', () => {
  it('is told apart by its time, as finely as is needed', () => {
    const [minute, second, number] = [asSaid('minute'), asSaid('second'), asSaid('number')];
    expect(new Set([minute.text, second.text, number.text]).size).toBe(3);
    expect(unrepeatedTextOf(site, incident, plan, now, [])).toEqual(minute);
    expect(unrepeatedTextOf(site, incident, plan, now, spent(second))).toEqual(minute);
    expect(unrepeatedTextOf(site, incident, plan, now, spent(minute))).toEqual(second);
    expect(unrepeatedTextOf(site, incident, plan, now, spent(minute, second))).toEqual(number);
    expect(unrepeatedTextOf(site, incident, plan, now, spent(minute, second, number))).toEqual(number);
  });

  it('is told apart where it apologises for several, too', () => {
    const [own, other] = ['i1', 'i2'].map((id) => {
      const sorry = toldReported(opened('10:00'), look('10:17'));
      return { incident: { ...sorry, id }, entry: sorry.entries.at(-1)! };
    });
    const together = (...before: { digest: string }[]) =>
      textTogether(spoken, own!, [other!], at('10:17:05'), spent(...before))!;
    const first = together();
    const second = together(first);
    expect(second.text).not.toBe(first.text);
    expect(second.joined).toBe(1);
    expect(together(first, second).text).not.toBe(second.text);
  });
});
