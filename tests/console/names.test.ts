import { describe, expect, it } from 'vitest';
import type { ApiIncident } from '../../shared/client/types.ts';
import { spoken } from '../../shared/config/voice.ts';
import { saidPage } from '../../shared/console/pages.ts';
import { instant } from '../../shared/core/instant.ts';
import type { Person } from '../../shared/core/people/person.ts';
import { consoleOf, read, visitor } from './visitor.ts';

const somebody = (id: string, name: string): Person => ({ id, name, as: [], addresses: {}, version: 1 });

async function signedIn() {
  const console_ = consoleOf();
  const { people, machines } = console_.api.ports;
  await people.put(somebody('commander', 'Ada L.'), 0);
  const addedAt = instant(console_.clock.nowMs);
  await machines.put({ id: '3fk2l9q0', name: 'deploys', owner: 'commander', scopes: [], addedAt, addedBy: 'root' });
  const person = visitor(console_);
  const opened = await person.submit(await person.get('/console'), 'open', {
    title: 'Logins fail',
    message: 'Half of the logins fail.',
    impact: 'major',
    'affected.website': 'partial_outage',
  });
  return { ...console_, person, opened };
}

describe('the console', () => {
  it('calls people as colleagues do on every page that names them', async () => {
    const { api, person, opened } = await signedIn();
    expect(read(opened)).toContain('Logins fail');
    const page = await person.get(`/console/incidents/${api.ids[0]}`);
    expect(read(page)).toContain('· Ada L.');
    expect(read(page)).not.toMatch(/· commander\b/);
  });

  it('says by name whose a promise is, also where something was just said', async () => {
    const { api, here, tokens } = await signedIn();
    const url = `${here.opsUrl}/v1/incidents/${api.ids[0]}`;
    const answer = await api.fetch(url, { headers: { authorization: `Bearer ${tokens.at(-1)}` } });
    const told = (await answer.json()) as ApiIncident;
    const incident = { ...told, promises: told.promises.map((one) => ({ ...one, source: 'person' as const })) };
    const look = {
      now: instant(Date.now()),
      zone: '',
      voice: spoken,
      reader: 'bob',
      names: new Map([['commander', 'Ada L.']]),
    };
    const frame = { brand: 'Example', siteUrl: 'https://status.example', person: 'bob', csrf: '' };
    const [entry] = incident.entries;
    expect(saidPage(frame, incident, entry!, look)).toContain('as Ada L. said');
  });

  it('calls a program by its name, and not by the id of its client', async () => {
    const { api, person, clock } = await signedIn();
    await api.ports.control.freeze({ by: '3fk2l9q0', since: instant(clock.nowMs), reason: 'A drill' });
    const page = await person.get('/console');
    expect(read(page)).toContain('by deploys: A drill');
    expect(page.body).not.toContain('3fk2l9q0');
  });
});
