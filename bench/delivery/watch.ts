import type { ChildProcess } from 'node:child_process';
import { readFileSync } from 'node:fs';

// The unit of /proc/<pid>/stat on every Linux that Node runs on.
const tickMs = 10;

export interface Use {
  /** Milliseconds of all their threads, since `restart` or their start. */
  cpuMs: number;
  /** The most that any one of them ever held, in MB. */
  peakMb: number;
}

/** What processes use, looked at ten times a second until `end`. Linux only. */
export function watchProcesses(children: readonly ChildProcess[]): { restart(): void; end(): Use } {
  const uses = new Map<number, Use>();
  const look = () => {
    for (const { pid } of children) {
      const use = readUse(pid!);
      if (use) uses.set(pid!, use);
    }
  };
  const sumMs = () => [...uses.values()].reduce((sum, { cpuMs }) => sum + cpuMs, 0);
  let baseMs = 0;
  const timer = setInterval(look, 100);
  return {
    restart() {
      look();
      baseMs = sumMs();
    },
    end() {
      look();
      clearInterval(timer);
      return {
        cpuMs: sumMs() - baseMs,
        peakMb: Math.max(0, ...[...uses.values()].map(({ peakMb }) => peakMb)),
      };
    },
  };
}

/** Since the process began; undefined once it has ended. */
function readUse(pid: number): Use | undefined {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ')[1]!.split(' ');
    const peak = /^VmHWM:\s+(\d+)/m.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1];
    if (!peak) return undefined;
    return { cpuMs: (Number(stat[11]) + Number(stat[12])) * tickMs, peakMb: Number(peak) / 1024 };
  } catch {
    return undefined;
  }
}
