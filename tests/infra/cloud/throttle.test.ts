import { expect, it } from 'vitest';
import { createThrottles } from '../../../infra/local/cloud/throttle.ts';

const settings = (ThrottlingRateLimit: number, ThrottlingBurstLimit: number) => ({
  ThrottlingRateLimit,
  ThrottlingBurstLimit,
});

it('a route with settings of its own is throttled apart from all others, which share a bucket', () => {
  let nowMs = 0;
  const throttles = createThrottles(
    { DefaultRouteSettings: settings(1, 2), RouteSettings: { 'POST /intake/{source}': settings(10, 5) } },
    () => nowMs,
  );
  const passed = (route: string, count: number) =>
    Array.from({ length: count }, () => throttles.admits(route)).filter(Boolean).length;
  expect([passed('POST /intake/{source}', 9), passed('GET /v1', 2), passed('$default', 9)]).toEqual([5, 2, 0]);
  nowMs += 300;
  expect([passed('POST /intake/{source}', 9), passed('GET /v1', 9)]).toEqual([3, 0]);
  nowMs += 60_000;
  expect([passed('POST /intake/{source}', 9), passed('GET /v1', 9)]).toEqual([5, 2]);
});

it('a stage without settings lets everything pass', () => {
  const throttles = createThrottles({});
  expect(Array.from({ length: 1000 }, () => throttles.admits('GET /v1')).every(Boolean)).toBe(true);
});
