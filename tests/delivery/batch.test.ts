import { expect, it } from 'vitest';
import { inBatches } from '../../src/delivery/batch.js';

it('writes together what comes together, and an entry that cannot be written fails alone', async () => {
  const written: number[][] = [];
  const write = inBatches(async (entries: number[]) => {
    if (entries.includes(3)) throw new Error('three');
    written.push(entries);
  });
  const results = await Promise.allSettled([1, 2, 3, 4].map(write));
  expect(results.map(({ status }) => status)).toEqual(['fulfilled', 'fulfilled', 'rejected', 'fulfilled']);
  await Promise.all([5, 6].map(write));
  expect(written).toEqual([[1], [2], [4], [5, 6]]);
});

it('leaves a whole batch to its askers while the database is away', async () => {
  let writes = 0;
  const write = inBatches(async () => {
    writes += 1;
    throw Object.assign(new Error('gone'), { code: 'ECONNREFUSED' });
  });
  const results = await Promise.allSettled([1, 2, 3].map(write));
  expect(results.every(({ status }) => status === 'rejected')).toBe(true);
  expect(writes).toBe(1);
});
