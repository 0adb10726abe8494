import type { Capture } from '@beside/desktop';
import type { ClientCapabilities, EncodedRect } from '@beside/rdp';
import { type Bandwidth, ScreenSender } from '../src/index.js';
import { CLIENT, Screen } from './client.js';
import { FakeDesktop } from './fake-desktop.js';

export const NO_ACKNOWLEDGEMENTS: ClientCapabilities = { ...CLIENT, framesInFlight: 0 };

/** A sender on a fake desktop, in a time that only the test moves. */
export class Bench {
  readonly desktop: FakeDesktop;
  screen: Screen;
  readonly sender: ScreenSender;
  readonly errors: unknown[] = [];
  now = 1000;
  queued = 0;
  frames = 0;
  /** Of everything that was sent. */
  readonly codecs = new Set<EncodedRect['codec']>();
  open = true;
  capture: () => Promise<Capture>;
  #calls: { at: number; call: () => void }[] = [];

  constructor(width: number, height: number, client = NO_ACKNOWLEDGEMENTS, bandwidth: Bandwidth = 'high') {
    this.desktop = new FakeDesktop(width, height);
    this.screen = new Screen(width, height);
    this.capture = () => this.desktop.capture();
    this.sender = new ScreenSender(
      client,
      { width, height },
      {
        capture: () => this.capture(),
        send: (rects) => this.#send(rects),
        queuedBytes: () => this.queued,
        now: () => this.now,
        schedule: (call, ms) => {
          const entry = { at: this.now + ms, call };
          this.#calls.push(entry);
          return () => {
            this.#calls = this.#calls.filter((other) => other !== entry);
          };
        },
        onError: (error) => this.errors.push(error),
        bandwidth,
      },
    );
  }

  get scheduled(): number {
    return this.#calls.length;
  }

  #send(rects: readonly EncodedRect[]): number | undefined {
    if (!this.open) return undefined;
    this.screen.show(rects);
    for (const { codec } of rects) this.codecs.add(codec);
    return ++this.frames;
  }

  paint(x: number, y: number, width: number, height: number, color: number | ((x: number) => number)): void {
    this.desktop.paint({ x, y, width, height }, color);
    this.sender.damaged();
  }

  /** Lets what is under way happen, without any time passing. */
  async settle(): Promise<void> {
    for (let i = 0; i < 10; i++) await undefined;
  }

  /** Lets time pass. */
  async pass(ms: number): Promise<void> {
    const end = this.now + ms;
    await this.settle();
    for (;;) {
      const due = this.#calls.filter(({ at }) => at <= end).sort((a, b) => a.at - b.at)[0];
      if (due === undefined) break;
      this.#calls = this.#calls.filter((other) => other !== due);
      this.now = Math.max(this.now, due.at);
      due.call();
      await this.settle();
    }
    this.now = end;
  }
}
