import { describe, expect, it } from 'vitest';
import { consoleOf, read, visitor } from './visitor.ts';

async function signedIn(groups?: readonly string[]) {
  const console_ = consoleOf({}, undefined, groups);
  const person = visitor(console_);
  await person.get('/console');
  const { machineClients, machines } = console_.api.ports;
  const add = async (name: string, scopes: string[] = ['read'], owner = 'ada') =>
    person.submit(await person.get('/console/programs'), 'program-form', { name, owner, scopes });
  return { ...console_, person, add, machineClients, machines };
}

const secretIn = (body = ''): string => /CANDOR_CLIENT_SECRET=([\w-]+)/.exec(body)?.[1] ?? '';
const idIn = (body = ''): string => /CANDOR_CLIENT_ID=([\w-]+)/.exec(body)?.[1] ?? '';

describe('the page of programs', () => {
  it('says that there is none, makes one with the least scopes, and shows its secret once', async () => {
    const { add, person, machineClients } = await signedIn();
    expect(read(await person.get('/console/programs'))).toContain('No program has a client of its own');
    const made = await add('ci');
    expect([made.statusCode, read(made)]).toEqual([200, expect.stringMatching(/ci may read\..*shown this once/)]);
    const secret = secretIn(made.body);
    expect(machineClients.clients.get(idIn(made.body))).toEqual({ name: 'ci', scopes: ['read'], secrets: [secret] });
    const after = await person.get('/console/programs');
    expect(read(after)).toMatch(/ci ada’s · may read · since 10:00 UTC, by commander/);
    expect(after.body).not.toContain(secret);
    expect(after.headers).toMatchObject({ 'cache-control': 'no-store' });
  });

  it('makes a new secret beside the one before it, or in place of it', async () => {
    const { add, person, machineClients } = await signedIn();
    const made = await add('ci', ['read', 'write']);
    const [id, first] = [idIn(made.body), secretIn(made.body)];
    const second = await person.submit(await person.get('/console/programs'), `rotate-${id}`, {});
    expect(read(second)).toContain('ci has a new secret. The one before it stays good until the next.');
    expect(machineClients.clients.get(id)?.secrets).toEqual([secretIn(second.body), first]);
    const third = await person.submit(second, `rotate-${id}`, { endOld: 'true' });
    expect(read(third)).toContain('The one before it is good no longer.');
    expect(machineClients.clients.get(id)?.secrets).toEqual([secretIn(third.body)]);
  });

  it('keeps what was typed and says which field is wrong, where a program is not taken', async () => {
    const { add, machines } = await signedIn();
    const wrong = await add('C I', ['write']);
    expect([wrong.statusCode, read(wrong)]).toEqual([
      422,
      expect.stringMatching(/Nothing was changed\..*name must be/),
    ]);
    expect(wrong.body).toMatch(/value="C I"/);
    expect(wrong.body).toMatch(/value="write" checked/);
    await add('ci');
    expect((await add('ci')).statusCode).toBe(409);
    expect(await machines.read()).toHaveLength(1);
  });

  it('chooses the owner out of the directory, and says who has left', async () => {
    const { api, add, person } = await signedIn();
    const somebody = { id: 'ada', name: 'Ada L.', as: [], addresses: {}, version: 1 };
    await api.ports.people.put(somebody, 0);
    await api.ports.people.put({ ...somebody, id: 'bob', name: 'Bob' }, 0);
    expect((await person.get('/console/programs')).body).toContain('<option value="ada">Ada L.</option>');
    expect(read(await add('ci'))).toContain('Ada L.’s · may read');
    await api.ports.people.put({ ...somebody, removedAt: '2026-11-22T10:00:00.000Z', version: 2 } as never, 1);
    expect(read(await person.get('/console/programs'))).toContain('ada has left. It goes on, and is nobody’s');
  });

  it('removes one behind a question, and what was made halfway too', async () => {
    const { add, person, machineClients } = await signedIn();
    const id = idIn((await add('ci')).body);
    const { id: stray } = await machineClients.make('stray', ['read']);
    const page = await person.get('/console/programs');
    expect(read(page)).toContain('Nobody’s: made halfway or by hand');
    expect(read(await person.submit(page, `remove-${id}`, {}))).toContain('ci has no client any more.');
    await person.submit(page, `remove-${stray}`, {});
    expect(await machineClients.list()).toEqual([]);
  });

  it('is for administrators alone: nobody else sees a way there, and its address is refused', async () => {
    for (const groups of [['viewer'], ['commander', 'approver']]) {
      const { person, api } = await signedIn(groups);
      for (const path of ['/console', '/console/people'])
        expect((await person.get(path)).body).not.toContain('/console/programs');
      const before = api.received.length;
      const refused = await person.get('/console/programs');
      expect([refused.statusCode, read(refused)]).toEqual([403, expect.stringContaining('This is for administrators')]);
      expect(api.received).toHaveLength(before);
    }
  });
});
