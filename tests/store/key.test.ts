import { randomBytes } from 'node:crypto';
import { expect, test } from 'vitest';
import { createSeal } from '../../src/seal.js';
import { checkKey } from '../../src/store/key.js';
import { saveRegion } from '../../src/store/region.js';
import { testDatabase } from '../support/database.js';
import { pack } from '../support/news.js';

const db = await testDatabase();

test('a database opens with the key it was first used with, and with no other', async () => {
  await saveRegion(db, pack, new Date('2026-11-23T05:00:00Z'));
  const key = randomBytes(32);
  await checkKey(db, createSeal(key));
  await checkKey(db, createSeal(key));
  await expect(checkKey(db, createSeal(randomBytes(32)))).rejects.toThrow('DATA_KEY: is not the key');
});
