import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { root } from '../../src/root.js';

/** One of Loa's processes; every start is another life of it. */
export interface Actor {
  kind: 'sender' | 'clock';
  /** Of this life; a sender's messages carry it. */
  life: string;
  child: ChildProcess;
}

/** Starts and kills Loa's real processes. `env` is told which life it is for. */
export function createCast(env: (life: string) => Record<string, string>) {
  const actors: Actor[] = [];
  const program = join(root, 'dist/src/main.js');
  const live = (kind: Actor['kind'], life: string) =>
    spawn(process.execPath, [program, 'start', kind], {
      env: { PATH: process.env.PATH, ...env(life) },
      stdio: ['ignore', 'ignore', 'inherit'],
    });
  let lives = 0;
  return {
    actors,
    add(kind: Actor['kind']): void {
      const life = `${kind}${++lives}`;
      actors.push({ kind, life, child: live(kind, life) });
    },
    /** Ends it without a warning and starts it again; returns the life that ended. */
    async kill(actor: Actor): Promise<string> {
      const { life, child } = actor;
      await end(child, 'SIGKILL');
      actor.life = `${actor.kind}${++lives}`;
      actor.child = live(actor.kind, actor.life);
      return life;
    },
    async close(): Promise<void> {
      await Promise.all(actors.map(({ child }) => end(child, 'SIGKILL')));
    },
  };
}

async function end(child: ChildProcess, signal: NodeJS.Signals): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const exited = once(child, 'exit');
  child.kill(signal);
  await exited;
}
