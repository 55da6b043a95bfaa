import fc from 'fast-check';
import { expect, test } from 'vitest';
import { createSeal } from '../src/seal.js';

const seal = createSeal(Buffer.alloc(32, 1));

test('a sealed Telegram id opens with its key alone, and reads differently each time', () => {
  fc.assert(
    fc.property(fc.integer({ min: -(2 ** 52), max: 2 ** 52 }), (id) => {
      expect(seal.open(seal.seal(id))).toBe(id);
      expect(seal.seal(id)).not.toBe(seal.seal(id));
      expect(() => createSeal(Buffer.alloc(32, 2)).open(seal.seal(id))).toThrow();
    }),
  );
});

test('an altered seal and an unknown key version are refused', () => {
  const sealed = seal.seal(7);
  const bytes = Buffer.from(sealed.slice(2), 'base64');
  bytes[28]! ^= 1;
  expect(() => seal.open(`1.${bytes.toString('base64')}`)).toThrow();
  expect(() => seal.open(sealed.replace('1.', '9.'))).toThrow('key version 9');
});

test('equal ids have equal hashes, and other keys other hashes', () => {
  expect(seal.hash(7)).toEqual(seal.hash(7));
  expect(seal.hash(7)).not.toEqual(seal.hash(8));
  expect(seal.hash(7)).not.toEqual(createSeal(Buffer.alloc(32, 2)).hash(7));
});
