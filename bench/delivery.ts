import { parseArgs } from 'node:util';
import { peers, type Result, runLoa, runPeer, type Work } from './delivery/contenders.js';
import { machine } from './machine.js';

const usage = `usage: npm run bench -- delivery [--quick] [--work rate|faults|kill|paid] [--only loa|<peer>]`;

const latencyMs = 40;
const plain = { latencyMs, resets: 0, errors: 0, kill: false };

const works: Work[] = [
  { ...plain, name: 'rate', perSecond: 30, chats: 3000 },
  { ...plain, name: 'faults', perSecond: 30, chats: 3000, resets: 0.01, errors: 0.01 },
  { ...plain, name: 'kill', perSecond: 30, chats: 3000, kill: true },
  { ...plain, name: 'paid', perSecond: 1000, chats: 30_000 },
];
const quick = new Set(['rate', 'kill']);

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
  const contenders = ['loa', ...peers].filter((name) => !values.only || name === values.only);
  const chosen = works
    .filter(({ name }) => (values.work ? name === values.work : !values.quick || quick.has(name)))
    .map((work) => (values.quick ? { ...work, chats: work.chats / 10 } : work));
  if (!contenders.length || !chosen.length) throw new Error(usage);
  console.log(machine());
  for (const work of chosen) print(work, contenders, await runAll(work, contenders));
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
  console.log(
    `\n${work.name}: ${work.chats} chats at ${work.perSecond}/s, ${work.latencyMs} ms${faults}${kill}`,
  );
  const rows = results.map((result, index) => [
    contenders[index]! + (result.finished ? '' : ' (stopped)'),
    result.seconds.toFixed(1),
    ((100 * (result.accepted - 1)) / result.seconds / work.perSecond).toFixed(1),
    result.floodWaits,
    result.resets,
    result.errors,
    result.finished ? result.lost : `${result.lost} not yet`,
    result.repeated,
    (result.cpuMs / result.accepted).toFixed(2),
    result.peakMb.toFixed(0),
  ]);
  for (const row of [columns, ...rows])
    console.log(
      row.map((cell, index) => (index ? String(cell).padStart(14) : String(cell).padEnd(26))).join(''),
    );
}
