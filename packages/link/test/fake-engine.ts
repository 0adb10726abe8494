import type { LinkEvent, Opened, SessionEngine } from '../src/index.js';

/** An X.224 Connection Request inside its TPKT; the content is the engine's affair. */
export const FIRST_MESSAGE = Buffer.from('0300000b06e00000000000', 'hex');
/** What a novice's engine answers in the clear before TLS. */
export const CONFIRM = Buffer.from('0300000b06d00000000000', 'hex');

/**
 * An engine played by hand. On the way of RDP the novice's answers the first message with {@link CONFIRM} and asks for TLS, and
 * the expert's begins with {@link FIRST_MESSAGE} and asks for TLS behind the answer; both keep what they get.
 */
export class FakeEngine implements SessionEngine {
  readonly opened: Opened;
  readonly received: Buffer[] = [];
  readonly calls: string[] = [];
  deadline: number | undefined;
  /** TLS stands on this side. A client knows its own side only: in TLS 1.3 it is ready first. */
  readonly secured: Promise<void>;
  #secured: () => void = () => undefined;
  onTick: (now: number) => void = () => undefined;
  onReceive: ((bytes: Uint8Array) => void) | undefined;
  readonly emit: (event: LinkEvent) => void;
  readonly #role: 'novice' | 'expert';

  constructor(emit: (event: LinkEvent) => void, opened: Opened = { way: 'rdp' }, role: 'novice' | 'expert' = 'novice') {
    this.emit = emit;
    this.opened = opened;
    this.#role = role;
    this.secured = new Promise((resolve) => {
      this.#secured = resolve;
    });
    if (opened.way === 'rdp' && role === 'expert') emit({ type: 'send', bytes: FIRST_MESSAGE });
  }

  /** Everything received, in one. */
  get text(): string {
    return Buffer.concat(this.received).toString('latin1');
  }

  receive(bytes: Uint8Array): void {
    this.received.push(Buffer.from(bytes));
    if (this.onReceive) this.onReceive(bytes);
    else if (this.opened.way === 'rdp' && this.received.length === 1) {
      if (this.#role === 'novice') this.emit({ type: 'send', bytes: CONFIRM });
      this.emit({ type: 'start-tls' });
    }
  }

  tlsStarted(): void {
    this.calls.push('tlsStarted');
    this.#secured();
  }

  tick(now: number): void {
    this.calls.push('tick');
    this.deadline = undefined;
    this.onTick(now);
  }

  nextDeadline(): number | undefined {
    return this.deadline;
  }

  streamEnded(): void {
    this.calls.push('streamEnded');
    this.emit({ type: 'ended' });
  }
}
