/** A set of small numbers as a bitset in base64url: eight numbers a byte, empty for none. */
export function encodeNumbers(numbers: readonly number[]): string {
  if (!numbers.length) return '';
  const bytes = Buffer.alloc((Math.max(...numbers) >> 3) + 1);
  for (const number of numbers) bytes[number >> 3]! |= 1 << (number & 7);
  return bytes.toString('base64url');
}
