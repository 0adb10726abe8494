import { createHash, randomBytes, timingSafeEqual } from 'node:crypto';

/** How long a token is good for, in ms. */
export const TOKEN_LIFETIME = 10 * 60_000;

/** Most tokens that wait to be traded, and most bearers; the oldest go first. */
const MOST = { tokens: 32, bearers: 256 } as const;

interface Token {
  /** What is kept of it: the memory of this program shows nothing that opens a page. */
  readonly digest: Uint8Array;
  /** By the clock. */
  readonly expiresAt: number;
  readonly traded: () => void;
}

/**
 * Who may speak to the local server. A token stands in an address, where histories and other programs may see it, and is
 * therefore good once and for ten minutes; it is traded for a bearer, which only the page knows and which holds as long as the program runs.
 */
export class Tokens {
  readonly #now: () => number;
  readonly #open: Token[] = [];
  /** SHA-256 of each. */
  readonly #bearers: Uint8Array[] = [];

  /** @param now a clock that never goes back, in ms */
  constructor(now: () => number) {
    this.#now = now;
  }

  /**
   * A new token: 128 random bits in base64url.
   *
   * @param traded is told when somebody has traded it
   */
  issue(traded: () => void = () => undefined): string {
    const token = randomBytes(16).toString('base64url');
    if (this.#open.length >= MOST.tokens) this.#open.shift();
    this.#open.push({ digest: digestOf(token), expiresAt: this.#now() + TOKEN_LIFETIME, traded });
    return token;
  }

  /** A bearer, 256 random bits in base64url, for a token that was issued and neither traded nor became too old; else undefined. */
  trade(token: string): string | undefined {
    const found = this.#take(token);
    if (!found || this.#now() >= found.expiresAt) return undefined;
    const bearer = randomBytes(32).toString('base64url');
    if (this.#bearers.length >= MOST.bearers) this.#bearers.shift();
    this.#bearers.push(digestOf(bearer));
    found.traded();
    return bearer;
  }

  /** Whether this is a bearer of this server. */
  knows(bearer: string): boolean {
    return indexOf(this.#bearers, digestOf(bearer)) >= 0;
  }

  #take(token: string): Token | undefined {
    const index = indexOf(
      this.#open.map(({ digest }) => digest),
      digestOf(token),
    );
    return index < 0 ? undefined : this.#open.splice(index, 1)[0];
  }
}

function digestOf(secret: string): Uint8Array {
  return createHash('sha256').update(secret).digest();
}

/** Looks at all of them, so that the time tells nothing. */
function indexOf(digests: readonly Uint8Array[], wanted: Uint8Array): number {
  let found = -1;
  for (const [index, digest] of digests.entries()) if (timingSafeEqual(digest, wanted)) found = index;
  return found;
}
