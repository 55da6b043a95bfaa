import fc from 'fast-check';
import { expect, test, vi } from 'vitest';
import { createBot } from '../../src/bot/bot.js';
import type { Person } from '../../src/demo/telegram/telegram.js';
import { log } from '../../src/log.js';
import { findChat } from '../../src/store/chats.js';
import { listOpenSubscriptions } from '../../src/store/subscriptions.js';
import { startBot } from '../support/bot.js';
import { testDatabase } from '../support/database.js';
import { pack } from '../support/news.js';

const db = await testDatabase();
const { telegram, time, deps } = await startBot(db, pack);

// Two replicas, as behind a webhook: neither knows what the other is doing.
const replicas = [0, 1].map(() => {
  const bot = createBot(deps, { client: { fetch: telegram.fetch as never } });
  bot.botInfo = telegram.me as never;
  return bot;
});
let updates = 0;
telegram.onUpdate((update) => replicas[updates++ % 2]!.handleUpdate(update));
const failures = vi.spyOn(log, 'error');

const act = fc.oneof(
  {
    weight: 1,
    arbitrary: fc.record({
      say: fc.constantFrom(
        '/start',
        '/start an-lac',
        '/khuvuc',
        '/settings',
        '/dung',
        '/privacy',
        'binh son',
      ),
    }),
  },
  // Schedules that few presses in a row would come to.
  {
    weight: 1,
    arbitrary: fc.record({ press: fc.constantFrom('v1:sf:uy', 'v1:sf:t', 'v1:sf:w', 'v1:sf:d', 'v1:sd:w') }),
  },
  // Any button of any message, however old.
  { weight: 3, arbitrary: fc.record({ message: fc.nat(), button: fc.nat() }) },
);

type Act = { say: string } | { press: string } | { message: number; button: number };

async function perform(person: Person, one: Act) {
  if ('say' in one) return void (await person.send(one.say));
  if ('press' in one) return void (await person.pressData(one.press));
  const message = person.messages.filter(({ buttons }) => buttons.length).at(-1 - (one.message % 4));
  const buttons = message?.buttons.flat() ?? [];
  const data = buttons[one.button % buttons.length]?.callback_data;
  if (!data) return;
  const press = await person.pressData(data, { id: message!.message_id });
  expect(press.answered, data).toBe(true);
}

test('whatever is pressed, in whatever order and on whichever replica, a chat waits for a slot exactly while it follows something and wants digests', async () => {
  let id = 1000;
  await fc.assert(
    fc.asyncProperty(
      fc.array(fc.array(act, { minLength: 1, maxLength: 3 }), { minLength: 4, maxLength: 14 }),
      async (rounds) => {
        const person = telegram.person(id++, { language_code: 'vi' });
        await person.send('/start an-lac');
        const agree = person.last.buttons[0]![0]!.callback_data!;
        await Promise.all([person.pressData(agree), person.pressData(agree)]);
        for (const together of rounds) {
          await Promise.all(together.map((one) => perform(person, one)));
          const chat = await findChat(db, deps.seal.hash(person.user.id));
          if (!chat) continue;
          const followed = await listOpenSubscriptions(db, chat.id);
          expect(chat.due_at === null).toBe(followed.length === 0 || chat.times.length === 0);
          if (chat.due_at) expect(chat.due_at > time.now).toBe(true);
          if (chat.due_at && chat.paused_until) expect(chat.due_at > chat.paused_until).toBe(true);
        }
        expect(failures).not.toHaveBeenCalled();
      },
    ),
    // Each try writes on: a smaller one would not begin where this did.
    { numRuns: 25, endOnFailure: true },
  );
});
