import { readdirSync, readFileSync } from 'node:fs';

/** What a process holds, as /proc tells it. */
export interface Usage {
  /** Resident memory, bytes. */
  readonly memory: number;
  /** Open file descriptors. */
  readonly handles: number;
  /** System V shared memory segments that it made and that still exist. */
  readonly segments: number;
  /** Processor time since its start, ms; in steps of 10. */
  readonly cpu: number;
}

/** What a process holds now. */
export function usage(pid: number): Usage {
  const status = readFileSync(`/proc/${pid}/status`, 'utf8');
  const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
  // Fields after the program's name, which is in parentheses and may hold anything: utime and stime are the 14th and 15th of all.
  const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
  return {
    memory: Number(/^VmRSS:\s+(\d+) kB/m.exec(status)?.[1]) * 1024,
    handles: readdirSync(`/proc/${pid}/fd`).length,
    segments: segments().filter(({ creator }) => creator === pid).length,
    cpu: (Number(fields[11]) + Number(fields[12])) * 10,
  };
}

/** All System V shared memory segments of the system, from /proc/sysvipc/shm. */
export function segments(): { id: number; creator: number; attached: number }[] {
  return readFileSync('/proc/sysvipc/shm', 'utf8')
    .trim()
    .split('\n')
    .slice(1)
    .map((line) => {
      const fields = line.trim().split(/\s+/).map(Number);
      return { id: fields[1] ?? 0, creator: fields[4] ?? 0, attached: fields[6] ?? 0 };
    });
}
