import { fakeApi, OPS } from '../cli/fake-api.ts';

/** The real API over memory at 10:00, as a client with a good token meets it. */
export function api() {
  const clock = { nowMs: Date.parse('2026-11-22T10:00:00.000Z') };
  const fake = fakeApi(clock);
  let keys = 0;
  async function send(path: string, body: object, key = `key-${++keys}`, more: Record<string, string> = {}) {
    const response = await fake.fetch(`${OPS}${path}`, {
      method: 'POST',
      headers: { authorization: 'Bearer good', 'content-type': 'application/json', 'idempotency-key': key, ...more },
      body: JSON.stringify(body),
    });
    // biome-ignore lint/suspicious/noExplicitAny: the answer of an API, checked field by field by each test
    return { status: response.status, body: (await response.json()) as any };
  }
  return {
    clock,
    send,
    // biome-ignore lint/suspicious/noExplicitAny: as above
    read: async (id: string): Promise<any> =>
      (await fake.fetch(`${OPS}/v1/incidents/${id}`, { headers: { authorization: 'Bearer good' } })).json(),
    /** Opens an incident and answers with its id. */
    async opened(more: object = {}): Promise<string> {
      const said = { title: 'Logins fail', impact: 'major', message: 'Half of the logins fail.', ...more };
      return (await send('/v1/incidents', said)).body.id;
    },
    entries: async (id: string) => (await fake.incidentOf(id)).entries,
    ports: fake.ports,
    everythingStored: async (id: string) => JSON.stringify(await fake.ports.log.load(id)),
  };
}
