import { existsSync, writeFileSync } from 'node:fs';
import type { Cloud } from '../cloud/cloud.ts';
import { CannotStart } from './options.ts';

/**
 * Arms a channel by the same call that an operator makes on AWS, once per data folder: whoever disarms it later finds it
 * as they left it. `marker` is the file that remembers.
 */
export async function armOnce(cloud: Cloud, channel: string, marker: string): Promise<void> {
  if (existsSync(marker)) return;
  const answer = await fetch(`${cloud.urls.ops}/v1/channels/${channel}`, {
    method: 'PUT',
    headers: { authorization: `Bearer ${await cloud.cognito.machineToken()}`, 'content-type': 'application/json' },
    body: JSON.stringify({ mode: 'live' }),
  });
  if (!answer.ok) {
    throw new CannotStart(
      `${channel} could not be armed: PUT /v1/channels/${channel} answered ${answer.status} ${await answer.text()}`,
    );
  }
  writeFileSync(marker, `${new Date().toISOString()}\n`);
}

/** Has customers be heard where the stack may hear them, by the call of an administrator, once per data folder. */
export async function listenOnce(cloud: Cloud, marker: string): Promise<void> {
  if (existsSync(marker)) return;
  const headers = {
    authorization: `Bearer ${await cloud.cognito.machineToken()}`,
    'content-type': 'application/json',
  };
  const desk = await fetch(`${cloud.urls.ops}/v1/desk`, { headers });
  // An assembly from before there was a desk, which is then brought up to date: the next start connects it.
  if (desk.status === 404) return;
  if (!desk.ok) throw new CannotStart(`GET /v1/desk answered ${desk.status} ${await desk.text()}`);
  const { sources } = (await desk.json()) as { sources: { source: string }[] };
  for (const { source } of sources) {
    const url = `${cloud.urls.ops}/v1/desk/sources/${source}`;
    const answer = await fetch(url, { method: 'PUT', headers, body: JSON.stringify({ connected: true }) });
    if (!answer.ok) throw new CannotStart(`PUT ${url} answered ${answer.status} ${await answer.text()}`);
  }
  writeFileSync(marker, `${new Date().toISOString()}\n`);
}

/** Why the pipeline says nothing by itself at the moment; undefined if it does. Asked as an operator would ask. */
export async function frozenBecause(cloud: Cloud): Promise<string | undefined> {
  const answer = await fetch(`${cloud.urls.ops}/v1/control`, {
    headers: { authorization: `Bearer ${await cloud.cognito.machineToken()}` },
  });
  const control = (await answer.json()) as { since?: { reason: string } };
  return control.since?.reason;
}

const giveUpAfterMs = 60_000;
const nudgeEveryMs = 1_000;
const askEveryMs = 50;

/**
 * Resolves once all three origins answer and the front page of the site is rendered. The first sweep has an empty
 * site rendered; if that does not happen soon, `nudge` asks for it again. Who has answered is not asked again: each
 * question is a call of a function, while others start.
 */
export async function untilReady(
  origins: { site: string; ops: string; world: string },
  nudge: () => void,
): Promise<void> {
  const startedAt = performance.now();
  let nudgeAt = startedAt + nudgeEveryMs;
  let [site, ops, world] = [0, 0, 0];
  for (;;) {
    [site, ops, world] = await Promise.all([
      site === 200 ? site : statusOf(`${origins.site}/`),
      isAnswer(ops) ? ops : statusOf(`${origins.ops}/openapi.json`),
      isAnswer(world) ? world : statusOf(`${origins.world}/`),
    ]);
    if (site === 200 && isAnswer(ops) && isAnswer(world)) return;
    if (performance.now() - startedAt > giveUpAfterMs) {
      throw new CannotStart(
        `After ${giveUpAfterMs / 1000} s the site answers ${site}, the HTTP API ${ops} and the world ${world}.`,
      );
    }
    if (performance.now() > nudgeAt) {
      nudgeAt += nudgeEveryMs;
      nudge();
    }
    await new Promise((resolve) => setTimeout(resolve, askEveryMs));
  }
}

const isAnswer = (status: number) => status >= 200 && status < 500;

/** The status of a GET; 0 if nobody answers. */
async function statusOf(url: string): Promise<number> {
  try {
    const answer = await fetch(url, { redirect: 'manual', signal: AbortSignal.timeout(10_000) });
    await answer.arrayBuffer();
    return answer.status;
  } catch {
    return 0;
  }
}
