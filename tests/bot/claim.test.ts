import { expect, test } from 'vitest';
import { claimLink } from '../../src/bot/claim.js';
import { listStaff } from '../../src/store/staff.js';
import { testDatabase } from '../support/database.js';
import { startStaffBot } from '../support/staff.js';

const db = await testDatabase();
const { telegram, time } = await startStaffBot(db);
const payloadOf = (link: string) => link.split('start=')[1]!;

test('the claim link is no use in a group, and too late after fifteen minutes', async () => {
  const link = await claimLink(db, 'loa_demo_bot', time.now);
  expect(link).toMatch(/^https:\/\/t\.me\/loa_demo_bot\?start=own_[\w-]{22}$/);
  const mai = telegram.person(1);
  const group = telegram.group(-5);
  group.add(mai, 'administrator');
  await group.addBot(mai);
  await mai.in(group).send(`/start ${payloadOf(link!)}`);
  expect(await listStaff(db)).toEqual([]);
  time.now = new Date(time.now.getTime() + 15 * 60_000);
  await mai.send(`/start ${payloadOf(link!)}`);
  expect(mai.last.text).toContain('không còn hiệu lực');
  expect(await listStaff(db)).toEqual([]);
});

test('whoever opens the link first is owner, is told what is stored, and the link is used up', async () => {
  const [first, second] = [
    await claimLink(db, 'loa_demo_bot', time.now),
    await claimLink(db, 'loa_demo_bot', time.now),
  ];
  const mai = telegram.person(1);
  const nam = telegram.person(2, { language_code: 'en' });
  await mai.send(`/start ${payloadOf(first!)}`);
  expect(mai.last.text).toContain('Bạn là chủ bot này');
  expect(mai.last.text).toContain('mã Telegram của bạn ở dạng mã hóa');
  await nam.send(`/start ${payloadOf(first!)}`);
  expect(nam.last.text).toContain('has been used');
  await nam.send(`/start ${payloadOf(second!)}`);
  expect(nam.last.text).toContain('has an owner');
  expect((await listStaff(db)).map(({ role }) => role)).toEqual(['owner']);
  expect(await claimLink(db, 'loa_demo_bot', time.now)).toBeUndefined();
});

test('a made-up code gets a kind answer', async () => {
  const nam = telegram.person(2, { language_code: 'en' });
  for (const payload of ['own_', 'own_x', `own_${'A'.repeat(22)}`]) {
    await nam.send(`/start ${payload}`);
    expect(nam.last.text).toContain('no longer works');
  }
});
