import { readdirSync, readFileSync } from 'node:fs';

// The unit of /proc/<pid>/stat on every Linux that Node runs on.
const tickMs = 10;

/** Milliseconds of processor time since a process began, with those of its children that have ended. */
export function cpuMs(pid: number): number {
  const stat = statOf(pid);
  return stat.slice(11, 15).reduce((sum, ticks) => sum + Number(ticks), 0) * tickMs;
}

/** The same of a postmaster and all its servers. */
export function databaseCpuMs(postmaster: number): number {
  let sum = cpuMs(postmaster);
  for (const name of readdirSync('/proc')) {
    if (!/^\d+$/.test(name)) continue;
    try {
      if (Number(statOf(Number(name))[1]) === postmaster) sum += cpuMs(Number(name));
    } catch {
      // Ended in between: its parent has its time.
    }
  }
  return sum;
}

/** Milliseconds for which a process could have run and something else had its core. */
export function heldUpMs(pid: number): number {
  return Number(readFileSync(`/proc/${pid}/schedstat`, 'utf8').split(' ')[1]) / 1e6;
}

/** What a process holds now, in MB. */
export function residentMb(pid: number): number {
  return Number(/^VmRSS:\s+(\d+)/m.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1]) / 1024;
}

/** The fields after the name, which may have spaces in it. */
function statOf(pid: number): string[] {
  return readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ')[1]!.split(' ');
}
