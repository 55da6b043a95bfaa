import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { afterEach } from 'vitest';

export interface Program {
  child: ChildProcess;
  /** So far. */
  stdout: string;
  stderr: string;
  /** Resolves with the exit code, or the signal that ended it. */
  ended: Promise<number | string>;
}

const running = new Set<Program>();
afterEach(() => {
  for (const { child } of running) child.kill('SIGKILL');
  running.clear();
});

/** `loa <args>` as its own process, with this environment and nothing else of ours but PATH; `input` is its stdin. */
export function startLoa(args: string[], env: Record<string, string>, input?: string): Program {
  const child = spawn(process.execPath, ['--import', 'tsx', 'src/main.ts', ...args], {
    env: { PATH: process.env.PATH, ...env },
    stdio: [input === undefined ? 'ignore' : 'pipe', 'pipe', 'pipe'],
  });
  child.stdin?.end(input);
  const ended = once(child, 'close').then(([code, signal]) => code ?? signal);
  const program: Program = { child, stdout: '', stderr: '', ended };
  child.stdout!.on('data', (chunk) => (program.stdout += chunk));
  child.stderr!.on('data', (chunk) => (program.stderr += chunk));
  running.add(program);
  return program;
}

/** Runs it to its end. */
export async function runLoa(
  args: string[],
  env: Record<string, string>,
  input?: string,
): Promise<{ code: number | string; stdout: string; stderr: string }> {
  const program = startLoa(args, env, input);
  const code = await program.ended;
  return { code, stdout: program.stdout, stderr: program.stderr };
}
