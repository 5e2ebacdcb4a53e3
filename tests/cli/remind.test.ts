import { describe, expect, it } from 'vitest';
import { addPerson } from './doctored.ts';
import { terminal } from './terminal.ts';

describe('candor remind test', () => {
  it('sends everybody on duty a message where that is confirmed, and says where it is not', async () => {
    const person = terminal();
    await addPerson(person, 'ada', ['commander', 'deputy', 'escalation']);
    await addPerson(person, 'bob', ['deputy'], false);
    await addPerson(person, 'mailbox', ['alarms']);
    const { code, out } = await person.candor('remind', 'test');
    expect(code).toBe(0);
    expect(out).toMatch(/^ada {2}commander, deputy, escalation {2}hook: sent, and confirmed$/m);
    expect(out).toMatch(/^bob {2}deputy +hook: NOT SENT, not confirmed; candor people ask bob hook$/m);
    expect(out).not.toContain('mailbox');
    expect(person.api.ports.hooks.map(({ url, message }) => [url, message.to, message.subject])).toEqual([
      ['https://hook.example/ada', 'ada', expect.stringContaining('this is where you are reached')],
    ]);
    expect(person.api.ports.hooks[0]?.message.text).toContain('nothing is wrong');
  });

  it('ends with 1 while nobody would be reached, and says what to do', async () => {
    const { candor } = terminal();
    const { code, out } = await candor('remind', 'test');
    expect(code).toBe(1);
    expect(out).toContain('Nobody is on duty: candor people add');
    expect(out).toContain('DISARMED');
  });
});
