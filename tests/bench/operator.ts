import type { Cloud } from '../../infra/local/cloud/cloud.ts';
import { until } from '../support/until.ts';

/** One call of the API, by the machine client of the house. Throws unless it is accepted. */
export type Ask = (method: string, where: string, body: object) => Promise<{ id: string }>;

export async function asOperator({ urls, cognito }: Cloud): Promise<Ask> {
  const token = await cognito.machineToken();
  return async (method, where, body) => {
    const headers = { authorization: `Bearer ${token}`, 'content-type': 'application/json' };
    const answer = await fetch(`${urls.ops}${where}`, { method, headers, body: JSON.stringify(body) });
    if (!answer.ok) throw new Error(`${method} ${where} was answered with ${answer.status} ${await answer.text()}`);
    return answer.json() as Promise<{ id: string }>;
  };
}

/** Opens the incident that is measured; answers with its id. */
export const openMeasured = async (ask: Ask): Promise<string> => {
  const { id } = await ask('POST', '/v1/incidents', {
    title: 'Measured',
    impact: 'major',
    components: [{ id: 'api', status: 'partial_outage' }],
    message: 'What does an update cost?',
    nextUpdateBy: 'PT6H',
  });
  return id;
};

/** The update of this number. */
export const sayMore = (ask: Ask, id: string, round: number) =>
  ask('POST', `/v1/incidents/${id}/updates`, {
    message: `Still going on, round ${round}. We look at the second of three places.`,
    nextUpdateBy: 'PT6H',
  });

/** Until nothing waits in a queue or is being worked on, three times in a row, because one step leads to the next. */
export async function atRest(cloud: Cloud, counts: (queue: string) => boolean = () => true): Promise<void> {
  let calm = 0;
  await until('the end of all work', () => {
    const isCalm = Object.entries(cloud.depths()).every(
      ([id, { visible, inFlight }]) => !counts(id) || visible + inFlight === 0,
    );
    calm = isCalm ? calm + 1 : 0;
    return calm === 3;
  });
}

/** What is due later does not count. */
export const isNotALook = (queue: string): boolean => !queue.startsWith('Look');
