import { expect, test } from 'vitest';
import { SourceError } from '../../src/errors.js';
import { within } from '../../src/ingest/within.js';

test('what finishes gives its result, what throws its own error', () => {
  expect(within(1, () => 42)).toBe(42);
  const refused = new SourceError('not_a_feed', 'not a feed');
  expect(() =>
    within(1, () => {
      throw refused;
    }),
  ).toThrow(refused);
});

test('what would never end is stopped, also when it catches everything', () => {
  const endless = () => {
    for (;;) {
      try {
        for (;;);
      } catch {
        // Goes on regardless.
      }
    }
  };
  expect(() => within(0.05, endless)).toThrow(expect.objectContaining({ kind: 'malformed' }));
});
