import { fork, spawn } from 'node:child_process';
import { once } from 'node:events';
import { cpSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { root } from '../src/root.js';
import { openDatabase } from '../src/store/database.js';
import { stopEmbedded } from '../src/store/embedded.js';
import { watchProcesses } from './delivery/watch.js';
import { machine } from './machine.js';

const sections = 10;

/**
 * A thousand sources of a hundred newspapers, all due at once, read by the program itself: when every item is new, and
 * when nothing has changed. Needs a build; Linux only.
 */
export async function run(): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), 'loa-bench-'));
  const dataDir = join(folder, 'data');
  const newspapers = fork(fileURLToPath(new URL('poll/newspapers.mts', import.meta.url)), {
    execArgv: ['--import', 'tsx'],
  });
  try {
    const [{ hosts }] = (await once(newspapers, 'message')) as [{ hosts: string[] }];
    const region = writePack(folder, hosts);
    const env = {
      PATH: process.env.PATH,
      DATA_DIR: dataDir,
      REGION: region,
      FETCH_ALLOW: hosts.join(','),
      LOG_LEVEL: 'error',
    };
    // Held open, so that its starting is not measured.
    const db = await openDatabase({ databaseUrl: undefined, dataDir });
    console.log(machine());
    console.log(`${hosts.length * sections} sources of ${hosts.length} servers`);
    await poll('all new', env);
    await db
      .updateTable('source')
      .set({ next_poll_at: new Date(0) })
      .execute();
    await poll('nothing new', env);
    const { n } = await db
      .selectFrom('article')
      .select((eb) => eb.fn.countAll<number>().as('n'))
      .executeTakeFirstOrThrow();
    console.log(`${n} articles stored`);
    await db.destroy();
  } finally {
    newspapers.disconnect();
    await stopEmbedded(dataDir);
    rmSync(folder, { recursive: true, force: true });
  }
}

/** The shipped pack with these servers' sections for sources; returns its folder. */
function writePack(folder: string, hosts: readonly string[]): string {
  const region = join(folder, 'region');
  cpSync(join(root, 'regions/hoa-binh'), region, { recursive: true });
  const sources = hosts.flatMap((host, newspaper) =>
    Array.from({ length: sections }, (_, section) => ({
      id: `bao-${newspaper}-${section}`,
      newspaper: { vi: `Báo ${newspaper}`, en: `News ${newspaper}` },
      kind: 'feed',
      url: `http://${host}/rss/${section}`,
      every_minutes: 15,
    })),
  );
  writeFileSync(join(region, 'sources.json'), JSON.stringify(sources));
  return region;
}

async function poll(what: string, env: NodeJS.ProcessEnv): Promise<void> {
  const began = performance.now();
  const program = [join(root, 'dist/src/main.js'), 'poll'];
  const child = spawn(process.execPath, ['--max-semi-space-size=4', ...program], {
    env,
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const watch = watchProcesses([child]);
  let output = '';
  child.stdout.on('data', (part: Buffer) => {
    output += part.toString();
  });
  await once(child, 'close');
  const { cpuMs, peakMb } = watch.end();
  const lines = output.trim().split('\n');
  const counts = ['read', 'not modified', 'failed', 'left'].map(
    (word) => `${lines.filter((line) => line.includes(`: ${word}`)).length} ${word}`,
  );
  const seconds = ((performance.now() - began) / 1000).toFixed(1);
  console.log(
    `${what}: ${seconds} s, ${(cpuMs / 1000).toFixed(1)} s of CPU, peak ${peakMb.toFixed(0)} MB · ${counts.join(', ')}`,
  );
}
