import { spawnSync } from 'node:child_process';
import type { Lab } from './lab.js';

/**
 * A network namespace: another computer, as far as the network can tell, that shares this one's displays and files. FreeRDP
 * leaves encryption out between two ends of one address of loopback, so what has to be encrypted comes from here.
 */
export class Namespace {
  readonly name: string;
  /** This computer's address on the link between the two. */
  readonly near: string;
  /** The other computer's. */
  readonly far: string;

  private constructor(name: string, near: string, far: string) {
    this.name = name;
    this.near = near;
    this.far = far;
  }

  /**
   * Makes one, joined to this computer by a link of its own; it goes with the lab. Its names have this process' id in them, so that
   * nobody else's are met.
   *
   * @throws Error one clear sentence where that is not allowed: it takes root
   */
  static async make(lab: Lab): Promise<Namespace> {
    requireNamespaces();
    const name = `beside-e2e-${process.pid}`;
    // Interfaces have names of at most 15 characters.
    const [nearEnd, farEnd] = [`be${process.pid}n`, `be${process.pid}f`];
    // 198.18.0.0/15 is set apart for tests between networks (RFC 2544); two bytes of it by the process' id.
    const network = `198.18.${process.pid & 0xff}`;
    const host = (process.pid >> 6) & 0xfc;
    const space = new Namespace(name, `${network}.${host + 1}`, `${network}.${host + 2}`);
    const ip = (...args: string[]) => lab.run('ip', args);
    await ip('netns', 'add', name);
    // The link goes with the namespace that one of its ends is in.
    lab.defer(() => ip('netns', 'del', name));
    await ip('link', 'add', nearEnd, 'type', 'veth', 'peer', 'name', farEnd, 'netns', name);
    await ip('addr', 'add', `${space.near}/30`, 'dev', nearEnd);
    await ip('link', 'set', nearEnd, 'up');
    await ip('-n', name, 'addr', 'add', `${space.far}/30`, 'dev', farEnd);
    await ip('-n', name, 'link', 'set', farEnd, 'up');
    return space;
  }

  /** The words that run a program on the other computer: its name and its arguments. */
  command(program: string, args: readonly string[]): [string, string[]] {
    return ['ip', ['netns', 'exec', this.name, program, ...args]];
  }
}

/** Throws where no namespace can be made, so that a suite fails by one clear sentence and is never skipped in silence. */
function requireNamespaces(): void {
  const name = `beside-probe-${process.pid}`;
  const { status, stderr, error } = spawnSync('ip', ['netns', 'add', name], { encoding: 'utf8' });
  if (status !== 0) {
    throw new Error(
      `network namespaces can be made by root only; npm test leaves this suite out then (${error ?? stderr.trim()})`,
    );
  }
  spawnSync('ip', ['netns', 'del', name]);
}
