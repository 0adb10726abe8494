import { connect } from 'node:net';
import { networkInterfaces } from 'node:os';
import type { Duplex } from 'node:stream';
import { type Candidate, candidateHost } from '@beside/ticket';
import type { WayFailure } from './report.js';

/**
 * Time between the beginnings of two ways, and until the last of them begins, in ms: a good first way is not disturbed by the
 * others, and no number of dead ones delays a live one for long.
 */
const STAGGER = { step: 100, most: 500 } as const;
/** How long TCP may take, in ms; less than the link waits for the whole handshake, so that the reason is the right one. */
const CONNECT_TIMEOUT = 8_000;

/** One way that is being tried. */
export interface Attempt {
  /** Resolves when the handshake by which both sides know each other is through. Rejects with a {@link WayError}. */
  readonly through: Promise<void>;
  /** Gives it up; without effect once its connection is gone. */
  abandon(): void;
}

/** A way led nowhere. */
export class WayError extends Error {
  override readonly name = 'WayError';
  readonly why: WayFailure;

  constructor(why: WayFailure, options?: ErrorOptions) {
    super(`this way led nowhere: ${why}`, options);
    this.why = why;
  }
}

/** An address to dial, as people and sockets know it. */
export interface Address {
  readonly host: string;
  readonly port: number;
}

/**
 * Everything that is to be dialled for the candidates of an invitation. The scope of a link-local address is the novice's own, so
 * that such an address is tried on each of this computer's interfaces.
 */
export function addressesOf(candidates: readonly Candidate[], interfaces = networkInterfaces()): Address[] {
  const names = Object.entries(interfaces)
    .filter(([, addresses]) => addresses?.some(({ family, internal }) => family === 'IPv6' && !internal))
    .map(([name]) => name);
  return candidates.flatMap((candidate) =>
    candidate.kind === 'ipv6-link-local'
      ? names.map((name) => ({ host: `${candidate.host}%${name}`, port: candidate.port }))
      : [{ host: candidateHost(candidate), port: candidate.port }],
  );
}

/** An address as people read it. */
export function displayedAddress({ host, port }: Address): string {
  return host.includes(':') ? `[${host}]:${port}` : `${host}:${port}`;
}

/**
 * Tries all ways at once, a little one after the other, and keeps the first that gets through; the others are given up.
 *
 * @param begin begins one way; the stream is not connected yet
 * @param failed told of each way that led nowhere, while none got through; `cause` is for logs
 * @returns the attempt that got through; undefined when none did, or `signal` aborted
 */
export async function dial<A extends Attempt>(
  addresses: readonly Address[],
  begin: (stream: Duplex, address: Address) => A,
  failed: (address: Address, why: WayFailure, cause: unknown) => void,
  signal: AbortSignal,
): Promise<A | undefined> {
  const running = new Set<A>();
  const timers: NodeJS.Timeout[] = [];
  let decided = false;
  let abort = () => {};
  const winner = await new Promise<A | undefined>((resolve) => {
    let left = addresses.length;
    const decide = (attempt?: A) => {
      decided = true;
      resolve(attempt);
    };
    abort = () => decide();
    signal.addEventListener('abort', abort);
    const start = async (address: Address) => {
      const stream = tcp(address);
      const attempt = begin(stream.socket, address);
      running.add(attempt);
      try {
        await attempt.through;
        if (decided) return;
        running.delete(attempt);
        decide(attempt);
      } catch (error) {
        running.delete(attempt);
        if (decided) return;
        failed(address, stream.why() ?? (error instanceof WayError ? error.why : 'fault'), error);
        left--;
        if (left === 0) decide();
      }
    };
    if (left === 0 || signal.aborted) decide();
    else
      for (const [i, address] of addresses.entries())
        timers.push(setTimeout(() => void start(address), Math.min(i * STAGGER.step, STAGGER.most)));
  });
  signal.removeEventListener('abort', abort);
  for (const timer of timers) clearTimeout(timer);
  for (const attempt of running) attempt.abandon();
  return winner;
}

/** A TCP connection that is being made, and what stopped it if something did. */
function tcp({ host, port }: Address): { readonly socket: Duplex; why(): WayFailure | undefined } {
  let why: WayFailure | undefined;
  let connected = false;
  // Connected later than the link is made, which has to see every byte.
  const socket = connect({ host, port });
  socket.setNoDelay(true);
  socket.setKeepAlive(true, 15_000);
  const timer = setTimeout(() => {
    why = 'unreachable';
    socket.destroy();
  }, CONNECT_TIMEOUT);
  socket.once('connect', () => {
    connected = true;
    clearTimeout(timer);
  });
  socket.once('close', () => clearTimeout(timer));
  socket.on('error', (error: NodeJS.ErrnoException) => {
    if (!connected) why ??= FAILURES[error.code ?? ''] ?? 'unreachable';
  });
  return { socket, why: () => why };
}

const FAILURES: Readonly<Record<string, WayFailure>> = {
  ECONNREFUSED: 'connection-refused',
  ENOTFOUND: 'unknown-name',
  EAI_AGAIN: 'unknown-name',
};
