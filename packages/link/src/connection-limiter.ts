import { isIPv6 } from 'node:net';

/** How many connections that have not proved anything yet there may be at once. */
export interface ConnectionLimits {
  /** From one address. An expert's program tries all addresses of an invitation at once: a handful each time. */
  readonly perAddress: number;
  readonly total: number;
}

export const DEFAULT_CONNECTION_LIMITS: ConnectionLimits = { perAddress: 12, total: 32 };

/** A place that a connection holds. Giving it back twice does nothing. */
export interface Place {
  release(): void;
}

/** Keeps strangers from filling the listener: a connection holds a place until it has proved that it has the invitation, or has ended. */
export class ConnectionLimiter {
  readonly #limits: ConnectionLimits;
  /** Places taken by network; no entry is ever 0, so it is never larger than the total. */
  readonly #taken = new Map<string, number>();
  #total = 0;

  constructor(limits: ConnectionLimits = DEFAULT_CONNECTION_LIMITS) {
    this.#limits = limits;
  }

  /** Places taken. */
  get taken(): number {
    return this.#total;
  }

  /** Takes a place for a connection from `address`; undefined when there is none, and the connection is to be closed. */
  admit(address: string): Place | undefined {
    const network = networkOf(address);
    const here = this.#taken.get(network) ?? 0;
    if (here >= this.#limits.perAddress || this.#total >= this.#limits.total) return undefined;
    this.#taken.set(network, here + 1);
    this.#total++;
    let held = true;
    return {
      release: () => {
        if (!held) return;
        held = false;
        this.#total--;
        const left = this.#taken.get(network)! - 1;
        if (left === 0) this.#taken.delete(network);
        else this.#taken.set(network, left);
      },
    };
  }
}

/**
 * What counts as one address: an IPv4 address (IPv4-mapped ones included), or the /64 that an IPv6 address lies in, since
 * whoever has one address there has 2^64 (RFC 7421).
 */
export function networkOf(address: string): string {
  const ipv4 = /^::ffff:(\d+\.\d+\.\d+\.\d+)$/i.exec(address)?.[1];
  if (ipv4) return ipv4;
  if (!isIPv6(address)) return address;
  const [literal = ''] = address.split('%', 1);
  const [head = '', tail] = literal.split('::', 2);
  const before = head === '' ? [] : head.split(':');
  const after = tail ? tail.split(':') : [];
  const zeros = tail === undefined ? 0 : Math.max(0, 8 - before.length - after.length);
  const groups = [...before, ...Array<string>(zeros).fill('0'), ...after];
  return `${groups
    .slice(0, 4)
    .map((group) => Number.parseInt(group, 16).toString(16))
    .join(':')}::/64`;
}
