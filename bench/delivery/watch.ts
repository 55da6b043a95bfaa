import { readFileSync } from 'node:fs';

// The unit of /proc/<pid>/stat on every Linux that Node runs on.
const tickMs = 10;

export interface Use {
  /** Milliseconds of all its threads, since `restart` or its start. */
  cpuMs: number;
  /** The most that it ever held, in MB. */
  peakMb: number;
}

/** What a process uses, looked at ten times a second until it ends. Linux only. */
export function watchProcess(pid: number): { restart(): void; end(): Use } {
  let baseMs = 0;
  let last: Use = { cpuMs: 0, peakMb: 0 };
  const look = () => {
    try {
      const stat = readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ')[1]!.split(' ');
      const peak = /^VmHWM:\s+(\d+)/m.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1];
      if (peak) last = { cpuMs: (Number(stat[11]) + Number(stat[12])) * tickMs, peakMb: Number(peak) / 1024 };
    } catch {
      // It has ended; the last look counts.
    }
  };
  const timer = setInterval(look, 100);
  return {
    restart() {
      look();
      baseMs = last.cpuMs;
    },
    end() {
      look();
      clearInterval(timer);
      return { ...last, cpuMs: last.cpuMs - baseMs };
    },
  };
}
