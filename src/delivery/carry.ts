import { log } from '../log.js';
import { pause } from '../pause.js';
import { takePlaces } from '../store/budget.js';
import type { Content } from '../store/contents.js';
import { whenBack } from '../store/database.js';
import type { Claim } from '../store/deliveries.js';
import type { Part } from '../store/schema.js';
import type { Bell } from './bell.js';
import type { Attempt } from './breaker.js';
import type { SendDeps } from './deps.js';
import { composePart, plainPart, withoutPicture } from './message.js';
import type { Outcome } from './outcome.js';
import { aboutFile, becameOf, isUnderWay, type Photo, type Pictures } from './pictures.js';
import { type Ledger, type Recorded, recordOutcome } from './record.js';
import { sendPart } from './telegram.js';

type Payload = Part['payload'];

/** What a message needs on its way. */
export interface Road {
  deps: SendDeps;
  bell: Bell;
  signal: AbortSignal | undefined;
  ledger: Ledger;
  contentOf: (claim: Claim) => Promise<Content>;
  pictures: Pictures;
  /** False while the bot may not make paid broadcasts. */
  mayPay: boolean;
}

/** Takes one message from its turn to its recorded outcome; `hear` is told of every answer. Throws ConfigError where nothing can be sent at all. */
export async function carry(road: Road, claim: Claim, hear: Attempt['hear']): Promise<Recorded['became']> {
  const { deps, bell, ledger, signal } = road;
  let parts: number;
  let outcome: Outcome;
  try {
    const content = await road.contentOf(claim);
    parts = content.parts.length;
    outcome = await attempt(road, claim, content, hear);
  } catch (error) {
    // Before anything was sent: an id sealed with another key, a digest that cannot be read.
    log.error({ err: error, delivery: claim.id }, 'a delivery could not be prepared');
    await ledger.retry({ ...claim, seconds: 60, maybeSent: false });
    return 'waiting';
  }
  if (outcome.kind === 'wait' && claim.chat_kind === 'private') bell.hold(outcome.seconds * 1000);
  if (outcome.kind === 'unpaid') road.mayPay = false;
  // Forgotten, it would be sent again: worth waiting for a database that is away.
  const recorded = await whenBack(
    'the database',
    () => recordOutcome(deps, ledger, claim, outcome, parts),
    signal && { signal },
  );
  if (recorded.heldMs) bell.hold(recorded.heldMs);
  if (recorded.againIn !== undefined) bell.ringIn(recorded.againIn);
  return recorded.became;
}

/** A part as it is tried: with its photo, as text, as plain text. */
interface Form {
  payload: Payload;
  photo?: Photo | undefined;
  plain?: boolean;
}

/** Sends the part; what Telegram will not take as it is goes once more without its picture, and then as plain text. */
async function attempt(road: Road, claim: Claim, content: Content, hear: Attempt['hear']): Promise<Outcome> {
  const payload = composePart(content, claim.next_part, claim.late);
  if (!payload) return { kind: 'rejected', description: `there is no part ${claim.next_part}` };
  let form = payload.picture ? await withPhoto(road, claim, payload) : { payload };
  for (;;) {
    if (!form) return { kind: 'unknown', maybeSent: false, description: 'its picture is being uploaded' };
    const outcome = await request(road, claim, form);
    hear(outcome);
    if (outcome.kind !== 'rejected' || form.plain) return outcome;
    log.warn({ delivery: claim.id, description: outcome.description }, 'to be sent again in a simpler form');
    // A flood wait is on, or a second message may take longer than there is before the process has to be gone.
    if (!(await takeAnotherPlace(road)))
      return { kind: 'unknown', maybeSent: false, description: outcome.description };
    form = await simpler(road, claim, form, outcome.description);
  }
}

async function request(road: Road, claim: Claim, { payload, photo }: Form): Promise<Outcome> {
  const { telegram, seal, config } = road.deps;
  const outcome = await sendPart(telegram, seal.open(claim.telegram_id_sealed), payload, {
    paidBroadcast: config.paidBroadcast && road.mayPay,
    threadId: claim.thread_id,
    // A group's morning is not disturbed by a digest; what an admin says is meant to be heard.
    silent: claim.chat_kind !== 'private' && claim.digest_id !== null,
    photo,
  });
  if (photo) await road.pictures.settle(payload.picture!, photo, becameOf(photo, outcome));
  return outcome;
}

async function takeAnotherPlace({ deps, signal, bell }: Road): Promise<boolean> {
  const { heldMs, firstMs, nowMs } = await takePlaces(deps.db, 1, deps.config.sendRate);
  await pause(firstMs - nowMs, signal);
  return !(heldMs > 0 || bell.isHeld() || signal?.aborted);
}

// An upload that does not get through again and again must not keep the text back.
const triesWithPicture = 3;
// Longer would keep too many from being sent.
const waitForUploadMs = 2000;

/** With its photo; undefined where it has to wait for another message that uploads it. */
async function withPhoto(road: Road, claim: Claim, payload: Payload): Promise<Form | undefined> {
  const { pictures } = road;
  if (claim.repeats >= triesWithPicture) return { payload: withoutPicture(payload) };
  let photo = await pictures.take(payload.picture!);
  if (isUnderWay(photo)) {
    await Promise.race([photo.ended, pause(waitForUploadMs)]);
    // Its turn is over: all that have waited may not go at once.
    if (!(await takeAnotherPlace(road))) return undefined;
    photo = await pictures.take(payload.picture!);
  }
  if (isUnderWay(photo)) return undefined;
  return photo ? { payload, photo } : { payload: withoutPicture(payload) };
}

async function simpler(
  road: Road,
  claim: Claim,
  { payload, photo }: Form,
  refusal: string,
): Promise<Form | undefined> {
  // Forgotten by now: what comes instead is uploaded anew.
  if (typeof photo === 'string' && aboutFile.test(refusal)) return withPhoto(road, claim, payload);
  if (photo) return { payload: withoutPicture(payload) };
  return { payload: plainPart(payload, refusal), plain: true };
}
