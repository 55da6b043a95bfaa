import { expect, test } from 'vitest';
import { runLoa } from './support/program.js';

test('the demo without a terminal brings the right stories to the right people', async () => {
  const { code, stdout } = await runLoa(['demo'], {});
  expect(stdout).toContain('Đúng tin đến đúng người.');
  expect(stdout).not.toContain('Nghệ An');
  expect(code).toBe(0);
});
