import { describe, expect, it } from 'vitest';
import { consoleOf, read, visitor } from './visitor.ts';

async function signedIn(groups?: readonly string[]) {
  const console_ = consoleOf({}, undefined, groups);
  const person = visitor(console_);
  await person.get('/console');
  const add = async (id: string, as: string[], more: Record<string, string> = {}) =>
    person.submit(await person.get('/console/people'), 'person-form-new', { id, name: id.toUpperCase(), as, ...more });
  const { people } = console_.api.ports;
  const ids = async () => (await people.read()).people.map(({ id }) => id);
  return { ...console_, person, add, ids, people };
}

describe('the page of people', () => {
  it('says that nobody is there, and takes the first', async () => {
    const { add, ids, person } = await signedIn();
    expect(read(await person.get('/console/people'))).toContain('Nobody is in the directory yet');
    const kept = await add('ada', ['commander'], { mail: 'ada@example.com' });
    expect(kept.statusCode).toBe(200);
    expect(read(kept)).toMatch(/ADA is kept\..*copy its address, and paste it on this page/);
    expect(kept.body).toMatch(/href="https:\S+\/c\/\S+"/);
    expect(read(kept)).toMatch(/a…@example\.com: not confirmed yet ?, nothing is sent there/);
    expect(await ids()).toEqual(['ada']);
    expect(read(await person.get('/console/people'))).toContain(
      'No apology goes out by itself: no commander has a confirmed address',
    );
  });

  it('keeps what was typed and says which field is wrong, where somebody is not taken', async () => {
    const { add, ids } = await signedIn();
    const refused = await add('ada', ['commander', 'alarms'], { mail: 'ada@example.com' });
    expect(refused.statusCode).toBe(422);
    expect(read(refused)).toMatch(/Nothing was changed\..*as holds alarms and something else/);
    expect(refused.body).toContain('value="ada@example.com"');
    expect(await ids()).toEqual([]);
  });

  it('changes somebody without asking for the address again, and removes them behind a question', async () => {
    const { add, ids, people, person } = await signedIn();
    await add('ada', ['commander'], { mail: 'ada@example.com' });
    const page = await person.get('/console/people');
    const changed = await person.submit(page, 'person-form-ada', {
      id: 'ada',
      name: 'Ada L.',
      as: ['deputy'],
      zone: 'Europe/Vienna',
    });
    expect(changed.statusCode).toBe(200);
    expect(await people.of('ada')).toMatchObject({
      name: 'Ada L.',
      as: ['deputy'],
      zone: 'Europe/Vienna',
      addresses: { mail: { to: 'ada@example.com' } },
    });
    expect(read(changed)).toContain('Is that what you want?');
    expect(read(await person.submit(changed, 'remove-ada', {}))).toContain('Ada L. is out of the directory.');
    expect(await ids()).toEqual([]);
  });

  it('has the owner asked again', async () => {
    const { add, person } = await signedIn();
    const page = await add('ada', [], { mail: 'ada@example.com' });
    expect(read(await person.submit(page, 'ask-ada-mail', {}))).toContain('SNS sends ADA a mail');
  });

  it('puts somebody on duty by one tap', async () => {
    const { add, person } = await signedIn();
    await add('ada', ['commander']);
    const page = await add('bob', ['commander']);
    const after = await person.submit(page, 'duty-commander', { person: 'bob' });
    expect(read(after)).toContain('BOB is on duty as commander from now on.');
    expect(read(after)).toContain('BOB said by commander');
    expect(after.body).not.toContain('BOB from now on, on duty as commander"');
    expect(after.body).toContain('ADA from now on, on duty as commander"');
  });

  it('shows a viewer who is there, and no button that is not theirs', async () => {
    const { api, person } = await signedIn(['viewer']);
    await api.ports.people.put(
      {
        id: 'ada',
        name: 'Ada',
        as: ['commander'],
        version: 1,
        addresses: { mail: { to: 'ada@example.com', asked: 'a' } },
      },
      0,
    );
    const page = await person.get('/console/people');
    expect(read(page)).toContain('Mail address: not confirmed yet');
    expect(page.body?.match(/<form/g)).toHaveLength(1);
    expect(page.body).not.toContain('example.com"');
  });
});
