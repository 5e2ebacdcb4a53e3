import type { Ask, NetworkAnswer, NetworkRequest } from '../../../shared/adapters/networks/asking.ts';

/** A server that answers as it is told, one after the other, and remembers what it was asked. The last answer stays. */
export function scripted(...answers: (NetworkAnswer | ((request: NetworkRequest) => NetworkAnswer))[]) {
  const asked: NetworkRequest[] = [];
  const ask: Ask = async (request) => {
    asked.push(request);
    const next = answers.length > 1 ? answers.shift()! : answers[0]!;
    return typeof next === 'function' ? next(request) : next;
  };
  return { ask, asked };
}

export const answered = (
  status: number,
  json: object | undefined,
  headers: Record<string, string> = {},
): NetworkAnswer => ({ is: 'answered', status, headers, json: json as Record<string, unknown> | undefined });
