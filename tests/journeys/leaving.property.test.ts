import fc from 'fast-check';
import { sql } from 'kysely';
import { expect, test, vi } from 'vitest';
import type { Person } from '../../src/demo/telegram/telegram.js';
import { cutDigests } from '../../src/digest/cut.js';
import { log } from '../../src/log.js';
import { findChat } from '../../src/store/chats.js';
import { day, hour, nextSlot } from '../../src/time.js';
import { startBot } from '../support/bot.js';
import { testDatabase } from '../support/database.js';
import { everyDay, pack, packWithSource, saveStory } from '../support/news.js';

const db = await testDatabase();
const { telegram, time, deps, deliver } = await startBot(db, packWithSource);
const failures = vi.spyOn(log, 'error');
let stories = 0;

/** One person, and what they should have read by now. */
class Model {
  readonly person: Person;
  state: 'stranger' | 'follows' | 'stopped' | 'blocked' = 'stranger';
  /** Stories that came while the person followed, or since a stop that can be undone. */
  owed = new Map<string, Date>();
  /** What had arrived when everything was erased: it may come once more. */
  forgotten = 0;
  chatIds = new Set<number>();

  constructor(person: Person) {
    this.person = person;
  }

  buttons(pattern: RegExp) {
    return this.person.messages.flatMap(({ message_id, buttons }) =>
      buttons
        .flat()
        .flatMap(({ callback_data: data }) => (data && pattern.test(data) ? [{ id: message_id, data }] : [])),
    );
  }

  async press(pattern: RegExp, nth = 0): Promise<boolean> {
    const found = this.buttons(pattern);
    const button = found[found.length - 1 - (nth % Math.max(1, found.length))];
    if (!button) return false;
    const press = await this.person.pressData(button.data, { id: button.id });
    expect(press.answered).toBe(true);
    return true;
  }

  find = () => findChat(db, deps.seal.hash(this.person.user.id));
  titles = () => this.person.messages.flatMap(({ text }) => text.match(/Tin số \d{6}/g) ?? []);
}

type Step = (model: Model, nth: number) => Promise<void>;

const steps: Record<string, Step> = {
  async story(model) {
    const title = `Tin số ${String(++stories).padStart(6, '0')}`;
    await saveStory(db, ['an-lac'], time.now, { title, summary: '' });
    if (model.state === 'follows' || model.state === 'stopped') model.owed.set(title, time.now);
  },
  async morning() {
    time.now = nextSlot({ times: ['06:30'], weekdays: everyDay }, pack.time_zone, time.now);
    await cutDigests(db, pack, time.now, { deliverTo: '*' });
  },
  async deliver() {
    await sql`update chat_budget set next_place_at = '-infinity'`.execute(db);
    await deliver();
  },
  async stop(model) {
    if (model.state === 'blocked') return;
    await model.person.send('/dung');
    await model.press(/^v1:xy$/);
    if (model.state === 'follows') model.state = 'stopped';
  },
  // Also of a stop long ago.
  async undo(model, nth) {
    if (model.state === 'blocked') return;
    await model.press(/^v1:xu:/, nth);
    const chat = await model.find();
    if (chat?.due_at && model.state === 'stopped') model.state = 'follows';
  },
  async erase(model) {
    if (model.state === 'blocked') return;
    await model.person.send('/privacy');
    await model.press(/^v1:eq$/);
    await model.press(/^v1:ey$/);
    model.state = 'stranger';
    model.owed.clear();
    model.forgotten = model.person.messages.length;
    expect(await model.find()).toBeUndefined();
  },
  async block(model) {
    if (model.state === 'blocked') return;
    await model.person.block();
    if (model.state !== 'stranger') model.owed.clear();
    model.state = 'blocked';
  },
  async start(model) {
    if (model.state === 'blocked') await model.person.unblock();
    // A link to what is followed is a wish to read it now.
    await model.person.send(model.state === 'follows' ? '/start' : '/start an-lac');
    const asked = model.person.last.buttons
      .flat()
      .some(({ callback_data: data }) => data?.startsWith('v1:y:'));
    if (asked) {
      await model.press(/^v1:y:/);
      model.owed.clear();
    }
    model.state = 'follows';
  },
  // An old question, from before a stop, a block or an erasing.
  async agreeAgain(model, nth) {
    if (model.state === 'blocked' || !(await model.press(/^v1:y:/, nth))) return;
    if (model.state !== 'follows') model.owed.clear();
    model.state = 'follows';
  },
};

async function countRows(chatIds: Set<number>): Promise<number> {
  const { rows } = await sql<{ n: number }>`
    select count(*) as n from (
      select id from chat where id = any(${[...chatIds]}::bigint[])
      union all select chat_id from subscription where chat_id = any(${[...chatIds]}::bigint[])
      union all select chat_id from delivery where chat_id = any(${[...chatIds]}::bigint[])
      union all select chat_id from served_part where chat_id = any(${[...chatIds]}::bigint[])
      union all select budget_id from chat_budget where budget_id = any(${[...chatIds]}::bigint[])) kept`.execute(
    db,
  );
  return rows[0]!.n;
}

function repeated(model: Model): string[] {
  const messages = model.person.messages.slice(model.forgotten);
  const titles = messages.flatMap(({ text }) => text.match(/Tin số \d{6}/g) ?? []);
  return titles.filter((title, index) => titles.indexOf(title) !== index);
}

const step = fc.record({
  name: fc.constantFrom(
    ...[
      'story',
      'story',
      'story',
      'morning',
      'morning',
      'deliver',
      'deliver',
      'stop',
      'stop',
      'undo',
      'undo',
    ],
    ...['erase', 'block', 'start', 'start', 'agreeAgain'],
  ),
  nth: fc.nat(3),
});

test('stopping, undoing, erasing, blocking and starting again, in any order, loses no story, repeats none and keeps nothing that was erased', async () => {
  let id = 5000;
  await fc.assert(
    fc.asyncProperty(fc.array(step, { minLength: 6, maxLength: 18 }), async (taken) => {
      const model = new Model(telegram.person(id++, { language_code: 'vi' }));
      await steps.start!(model, 0);
      for (const { name, nth } of taken) {
        time.now = new Date(time.now.getTime() + 60_000);
        await steps[name]!(model, nth);
        const chat = await model.find();
        if (chat) model.chatIds.add(chat.id);
        expect(repeated(model), name).toEqual([]);
        expect(chat?.due_at != null, name).toBe(model.state === 'follows');
        const erased = new Set([...model.chatIds].filter((known) => known !== chat?.id));
        expect(await countRows(erased), name).toBe(0);
      }
      // The first delivers what waits, or ends it too late, with its stories in the next.
      if (model.state === 'follows')
        for (const name of ['deliver', 'morning', 'deliver', 'morning', 'deliver'])
          await steps[name]!(model, 0);
      expect(repeated(model)).toEqual([]);
      const arrived = model.titles();
      const owed = [...model.owed].filter(([, at]) => time.now.getTime() - at.getTime() < 6 * day);
      if (model.state === 'follows')
        expect(owed.map(([title]) => title).filter((title) => !arrived.includes(title))).toEqual([]);
      expect(failures).not.toHaveBeenCalled();
      time.now = new Date(time.now.getTime() + 14 * day + hour);
    }),
    // Each try writes on: a smaller one would not begin where this did.
    {
      numRuns: 25,
      endOnFailure: true,
      examples: [
        // Begun anew a minute after a digest.
        [
          [
            { name: 'story', nth: 0 },
            { name: 'stop', nth: 0 },
            { name: 'undo', nth: 2 },
            { name: 'agreeAgain', nth: 0 },
            { name: 'stop', nth: 1 },
            { name: 'start', nth: 0 },
            { name: 'stop', nth: 3 },
            { name: 'deliver', nth: 0 },
            { name: 'stop', nth: 0 },
            { name: 'undo', nth: 0 },
            { name: 'start', nth: 1 },
            { name: 'morning', nth: 3 },
            { name: 'deliver', nth: 2 },
            { name: 'stop', nth: 0 },
            { name: 'start', nth: 1 },
            { name: 'start', nth: 1 },
          ],
        ],
        // The first of two stops taken back.
        [
          [
            { name: 'deliver', nth: 0 },
            { name: 'morning', nth: 0 },
            { name: 'story', nth: 0 },
            { name: 'stop', nth: 0 },
            { name: 'start', nth: 0 },
            { name: 'deliver', nth: 0 },
            { name: 'story', nth: 0 },
            { name: 'morning', nth: 0 },
            { name: 'deliver', nth: 0 },
            { name: 'stop', nth: 0 },
            { name: 'undo', nth: 1 },
            { name: 'story', nth: 0 },
            { name: 'morning', nth: 0 },
            { name: 'deliver', nth: 0 },
          ],
        ],
      ],
    },
  );
}, 120_000);
