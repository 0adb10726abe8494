import { existsSync, readdirSync, readFileSync } from 'node:fs';

/** What a process holds, as /proc tells it. */
export interface Usage {
  /** Resident memory, bytes. */
  readonly memory: number;
  /** Open file descriptors. */
  readonly handles: number;
  /** Pieces of shared memory, as {@link segmentsOf} tells them. */
  readonly segments: number;
  /** Processor time since its start, ms; in steps of 10. */
  readonly cpu: number;
}

/** What a process holds now. */
export function usage(pid: number): Usage {
  const status = readFileSync(`/proc/${pid}/status`, 'utf8');
  const fields = statOf(pid);
  return {
    memory: Number(/^VmRSS:\s+(\d+) kB/m.exec(status)?.[1]) * 1024,
    handles: readdirSync(`/proc/${pid}/fd`).length,
    segments: segmentsOf(pid).length,
    // utime and stime, the 14th and 15th field of all.
    cpu: (Number(fields[11]) + Number(fields[12])) * 10,
  };
}

/**
 * Shared memory that has to do with a process: System V segments that it made (/proc/sysvipc/shm; they outlive it), and shared memory
 * of either kind that it has mapped, a nameless file in memory (memfd) or a System V segment. An X server maps its clients' pictures.
 */
export function segmentsOf(pid: number): string[] {
  const made = readFileSync('/proc/sysvipc/shm', 'utf8')
    .trim()
    .split('\n')
    .slice(1)
    .map((line) => line.trim().split(/\s+/))
    .filter((fields) => Number(fields[4]) === pid)
    .map((fields) => `made ${fields[1]}`);
  const maps = existsSync(`/proc/${pid}/maps`) ? readFileSync(`/proc/${pid}/maps`, 'utf8') : '';
  return [...made, ...[...maps.matchAll(/\/(?:memfd:|SYSV).*$/gm)].map(([path]) => `mapped ${path}`)];
}

/** Processes that a process has started and that run still. */
export function childrenOf(pid: number): number[] {
  return readdirSync('/proc')
    .map(Number)
    .filter((one) => one > 0 && parentOf(one) === pid);
}

/** Whether a process is there, and no zombie. */
export function alive(pid: number): boolean {
  return parentOf(pid) !== undefined;
}

function parentOf(pid: number): number | undefined {
  try {
    const [state, parent] = statOf(pid);
    return state === 'Z' ? undefined : Number(parent);
  } catch {
    return undefined; // it ended between being listed and being read
  }
}

/** Fields of /proc/PID/stat from the third on: those after the program's name, which is in parentheses and may hold anything. */
function statOf(pid: number): string[] {
  const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
  return stat.slice(stat.lastIndexOf(')') + 2).split(' ');
}
