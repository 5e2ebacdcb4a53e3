import { mkdtempSync, rmSync } from 'node:fs';
import http from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type ITwitterApiClientPlugin, TwitterApi } from 'twitter-api-v2';
import { onTestFinished } from 'vitest';
import { startWorld, type World, type WorldOptions } from '../../../infra/local/world/world.ts';
import type { XTokens } from '../../../infra/local/world/x/oauth1.ts';

/** A folder that is gone after the test. */
export function givenFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'candor-world-'));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  return folder;
}

/** A running world on a free port, stopped after the test. */
export async function givenWorld(options: Partial<WorldOptions> = {}): Promise<World> {
  const world = await startWorld({ dataDir: options.dataDir ?? givenFolder(), port: 0, ...options });
  onTestFinished(() => world.stop());
  return world;
}

/** X's library, talking plain HTTP to the world and giving up with `signal`. */
export function xClient(
  world: World,
  options: { tokens?: XTokens; signal?: AbortSignal; plugin?: ITwitterApiClientPlugin } = {},
) {
  const toWorld: ITwitterApiClientPlugin = {
    onBeforeRequestConfig({ params }) {
      params.url = params.url.replace('https://api.x.com', world.url);
    },
    onBeforeRequest({ requestOptions }) {
      if (options.signal) requestOptions.signal = options.signal;
    },
  };
  return new TwitterApi(options.tokens ?? world.xTokens, {
    httpAgent: new http.Agent(),
    compression: 'identity',
    plugins: [toWorld, ...(options.plugin ? [options.plugin] : [])],
  }).v2;
}

export type Posted = { data: { id: string; text: string } };

/** Posts through the library, and returns the data or the error that came out. */
export async function tryToPost(client: ReturnType<typeof xClient>, text: string, parent?: string): Promise<unknown> {
  const body = { text, ...(parent && { reply: { in_reply_to_tweet_id: parent } }) };
  return client.post('tweets', body).catch((error: unknown) => error);
}

export const textsOn = (world: World): string[] => world.x.posts().map(({ text }) => text);

/** Sends JSON (or raw text) to a path of the world. */
export const send = (world: World, method: string, path: string, body?: unknown): Promise<Response> =>
  fetch(world.url + path, {
    method,
    ...(body !== undefined && {
      headers: { 'content-type': 'application/json' },
      body: typeof body === 'string' ? body : JSON.stringify(body),
    }),
  });
