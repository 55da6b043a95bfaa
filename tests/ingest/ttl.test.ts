import { expect, test } from 'vitest';
import { readAsked } from '../../src/ingest/headers.js';
import { readTtl } from '../../src/ingest/ttl.js';

test.each([
  [{ ttl: 60 }, 3600],
  [{ ttl: 0 }, undefined],
  [{ ttl: -5 }, undefined],
  [{ ttl: Number.NaN }, undefined],
  [{ ttl: 1e12 }, 2 ** 31 - 1],
  [{ sy: { updatePeriod: 'hourly', updateFrequency: 2 } }, 1800],
  [{ sy: { updatePeriod: ' Daily ' } }, 86_400],
  [{ sy: { updatePeriod: 'hourly', updateFrequency: 0 } }, undefined],
  [{ sy: { updatePeriod: 'sometimes' } }, undefined],
  [{ ttl: 30, sy: { updatePeriod: 'daily' } }, 1800],
  [{}, undefined],
])('a feed that says %j may be kept for %s seconds', (timing, seconds) => {
  expect(readTtl(timing)).toBe(seconds);
});

test.each([
  [{ 'cache-control': 'public, max-age=600' }, 600],
  [{ 'cache-control': 'max-age="600"' }, 600],
  [{ 'cache-control': 'max-age=600', age: '200' }, 400],
  [{ 'cache-control': 'max-age=600', age: '900' }, undefined],
  [{ 'cache-control': 's-maxage=600' }, undefined],
  [{ 'cache-control': 'max-age=600, no-cache' }, undefined],
  [{ 'cache-control': 'max-age=soon' }, undefined],
  [{}, undefined],
])('headers %j leave an answer fresh for %s seconds', (headers, seconds) => {
  const asked = readAsked((name) => (headers as Record<string, string>)[name]);
  expect(asked.maxAgeSeconds).toBe(seconds);
});
