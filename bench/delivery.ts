import { parseArgs } from 'node:util';
import { peers, type Result, runLoa, runPeer, type Work } from './delivery/contenders.js';
import { machine } from './machine.js';

const usage = 'usage: npm run bench -- delivery [--quick] [--work <name>] [--only loa|<peer>]';

const plain = { latencyMs: 40, resets: 0, errors: 0, kill: false, senders: 1 };
const atLimit = { ...plain, perSecond: 30, chats: 3000, messages: 3000 };
const paid = { ...plain, perSecond: 1000, chats: 30_000, messages: 30_000 };
const faults = { resets: 0.01, errors: 0.01 };

const works: Work[] = [
  { ...atLimit, name: 'rate' },
  { ...atLimit, ...faults, name: 'faults' },
  { ...atLimit, name: 'kill', kill: true },
  { ...paid, name: 'paid' },
  { ...paid, ...faults, name: 'paid-faults' },
  { ...paid, name: 'paid-kill', kill: true },
  { ...atLimit, name: 'senders', senders: 4 },
  { ...paid, name: 'paid-senders', senders: 2 },
  // A million are pending; the first of them are sent.
  { ...paid, name: 'million', chats: 1_000_000 },
];
const quick = new Set(['rate', 'kill']);
// Nothing that the peers have.
const ofLoa = new Set(['senders', 'paid-senders', 'million']);

/**
 * Sending at Telegram's limit: Loa's sender and what one would write first, each against a Bot API of the same rules.
 * `--quick` takes a tenth of the chats, and unless one is named only the works that need under a minute. Linux only.
 */
export async function run(args: string[]): Promise<void> {
  const { values } = parseArgs({
    args,
    options: {
      quick: { type: 'boolean', default: false },
      work: { type: 'string' },
      only: { type: 'string' },
    },
  });
  const wanted = ['loa', ...peers].filter((name) => !values.only || name === values.only);
  const chosen = works
    .filter(({ name }) => (values.work ? name === values.work : !values.quick || quick.has(name)))
    .map((work) => (values.quick ? { ...work, chats: work.chats / 10, messages: work.messages / 10 } : work));
  if (!wanted.length || !chosen.length) throw new Error(usage);
  console.log(machine());
  for (const work of chosen) {
    const contenders = wanted.filter((name) => name === 'loa' || !ofLoa.has(work.name));
    print(work, contenders, await runAll(work, contenders));
  }
}

/** A thirtieth of what the machine can do each, they do not disturb one another; at the paid rate they would. */
async function runAll(work: Work, contenders: string[]): Promise<Result[]> {
  const start = (name: string) => (name === 'loa' ? runLoa(work) : runPeer(name, work));
  if (work.perSecond <= 30) return Promise.all(contenders.map(start));
  const results: Result[] = [];
  for (const name of contenders) results.push(await start(name));
  return results;
}

const columns = [
  '',
  'seconds',
  '% of limit',
  '429s',
  'resets',
  '500s',
  'lost',
  'repeated',
  'CPU ms/message',
  'MB',
];

function print(work: Work, contenders: string[], results: Result[]): void {
  const faults = work.resets
    ? `, ${work.resets * 100} % resets after sending, ${work.errors * 100} % 500s`
    : '';
  const kill = work.kill ? ', killed in the middle and started again' : '';
  const first = work.messages < work.chats ? `, the first ${work.messages}` : '';
  const senders = work.senders > 1 ? `, ${work.senders} senders` : '';
  console.log(
    `\n${work.name}: ${work.chats} chats at ${work.perSecond}/s, ${work.latencyMs} ms${first}${senders}${faults}${kill}`,
  );
  const rows = results.map((result, index) => [
    contenders[index]! + (result.finished ? '' : ' (stopped)'),
    result.seconds.toFixed(1),
    ((100 * (result.accepted - 1)) / result.seconds / work.perSecond).toFixed(1),
    result.floodWaits,
    result.resets,
    result.errors,
    result.finished && !first ? result.lost : `${result.lost} not yet`,
    result.repeated,
    (result.cpuMs / result.accepted).toFixed(2),
    result.peakMb.toFixed(0),
  ]);
  for (const row of [columns, ...rows])
    console.log(
      row.map((cell, index) => (index ? String(cell).padStart(14) : String(cell).padEnd(26))).join(''),
    );
}
