import { describe, expect, it } from 'vitest';
import { read } from '../visitor.ts';
import { atTheDesk } from './desk-house.ts';

const PAGE = '/console/desk/templates';
const SAYS = 'We know that {components} fails, and are sorry. {next}\nYes, {components} fails. We are sorry. {next}';

describe('the words that the desk answers with', () => {
  it('are proposed a variant a line, and wait for somebody else than who proposed them', async () => {
    const { person } = await atTheDesk();
    const after = await person.submit(await person.get(PAGE), 'propose', {
      name: 'ack-known',
      component: 'api',
      says: SAYS,
    });
    expect(read(after)).toMatch(
      /Wait for an approver We know, and work on it for API .*You proposed them: somebody else approves\./,
    );
    expect(after.body).not.toContain('id="approve-');
  });

  it('come back with every line that may not be said, and with all that was typed', async () => {
    const { person } = await atTheDesk();
    const says = 'We are sorry.\nIt works again within the hour.';
    const back = await person.submit(await person.get(PAGE), 'propose', { name: 'thanks', region: 'graz', says });
    expect(back.statusCode).toBe(422);
    expect(read(back)).toMatch(/Nothing was proposed\..*Line 2: “It works again within the hour\.”/);
    expect(back.body).toContain('value="graz"');
    expect(back.body).toContain(`>\n${says}</textarea>`);
  });

  it('are approved by another, and offered then; and used no more once somebody says so', async () => {
    const { person, customers, opens } = await atTheDesk();
    const { templates } = customers.desk.stores;
    const bob = { proposedBy: 'bob', subject: 'bob', proposedAt: '2026-11-22T09:00:00.000Z' };
    await templates.swap({
      id: 'w1',
      name: 'ack-known',
      says: ['{components} fails, and we are sorry. {next}'],
      state: 'proposed',
      version: 1,
      ...bob,
    });
    const approved = await person.submit(await person.get(PAGE), 'approve-w1', {});
    expect(read(approved)).toContain('They are approved, and offered from now on.');
    await opens();
    const said = await customers.says('ana', 'your API is down');
    expect(read(await person.get(said.page))).toContain('API fails, and we are sorry. Next update by 10:30 UTC.');
    const retired = await person.submit(approved, 'drop-w1', {});
    expect(read(retired)).toContain('They are not offered any more.');
  });

  it('are read by a viewer, who neither proposes nor decides', async () => {
    const { person } = await atTheDesk(['viewer']);
    const page = await person.get(PAGE);
    expect(page.statusCode).toBe(200);
    expect(page.body).not.toContain('id="propose"');
  });
});
