import { type Lab, type Program, until } from './lab.js';
import type { XServer } from './x-server.js';

/** One raw event of the X Input Extension 2: what a device did, before any window or grab has a say. */
export interface RecordedEvent {
  readonly kind: 'key-down' | 'key-up' | 'button-down' | 'button-up' | 'motion';
  /** Key code or button number; 0 for motion. */
  readonly detail: number;
  /** Number of the device it came from. */
  readonly source: number;
}

const KINDS: Record<string, RecordedEvent['kind']> = {
  RawKeyPress: 'key-down',
  RawKeyRelease: 'key-up',
  RawButtonPress: 'button-down',
  RawButtonRelease: 'button-up',
  RawMotion: 'motion',
};

/** An X client that sees every input event which reaches a display (`xinput test-xi2 --root`), and from which device. */
export class Recorder {
  readonly #xtest: ReadonlySet<number>;
  readonly #events: RecordedEvent[] = [];
  /** What was printed and has not been read yet: less than an event. */
  #rest = '';
  /** Events before this one are known already ({@link forget}). */
  #from = 0;

  private constructor(program: Program, xtest: ReadonlySet<number>) {
    this.#xtest = xtest;
    program.child.stdout?.on('data', (text: string) => this.#read(text));
  }

  /** Starts one, and waits until it is known to see events. */
  static async start(lab: Lab, server: XServer): Promise<Recorder> {
    const xtest = (await devices(server)).filter(({ name }) => name.includes('XTEST')).map(({ id }) => id);
    const program = lab.start('stdbuf', ['-oL', 'xinput', 'test-xi2', '--root'], { env: server.env });
    const recorder = new Recorder(program, new Set(xtest));
    await until('the recorder to see a motion', async () => {
      await server.xdotool('mousemove_relative', '--', 1, 0, 'mousemove_relative', '--', -1, 0);
      return recorder.all.length > 0;
    });
    return recorder;
  }

  /** Everything since the start. */
  get all(): readonly RecordedEvent[] {
    return this.#events;
  }

  /** Of the events since {@link forget}, those that a program injected by XTEST, as a remote controller does. */
  get injected(): RecordedEvent[] {
    return this.all.slice(this.#from).filter(({ source }) => this.#xtest.has(source));
  }

  /** Of those, what is pressed down or moved; releases of held keys are welcome at any time. */
  get acted(): RecordedEvent[] {
    return this.injected.filter(({ kind }) => kind !== 'key-up' && kind !== 'button-up');
  }

  #read(text: string): void {
    this.#rest += text;
    const pattern = /^EVENT type \d+ \((\w+)\)\n\s+device: \d+ \((\d+)\)\n\s+detail: (\d+)\n/gm;
    let end = 0;
    for (const match of this.#rest.matchAll(pattern)) {
      const [whole, name = '', source, detail] = match;
      const kind = KINDS[name];
      if (kind) this.#events.push({ kind, source: Number(source), detail: Number(detail) });
      end = match.index + whole.length;
    }
    this.#rest = this.#rest.slice(end);
  }

  /** Starts anew from here. */
  forget(): void {
    this.#from = this.all.length;
  }

  /**
   * Starts anew from the last press of this key on a device of the novice's own, which marks a place in the server's own order
   * of events.
   *
   * @returns false while there is no such press
   */
  forgetUntilOwn(key: number): boolean {
    const isMark = ({ kind, detail, source }: RecordedEvent) => kind === 'key-down' && detail === key && !this.#xtest.has(source);
    const at = this.all.findLastIndex(isMark);
    if (at >= 0) this.#from = at;
    return at >= 0;
  }
}

/** The input devices of a display. */
export async function devices(server: XServer): Promise<{ id: number; name: string; keyboard: boolean }[]> {
  const text = await server.run('xinput', 'list');
  return [...text.matchAll(/^\W*(.*?)\s+id=(\d+)\s+\[slave\s+(\w+)/gm)].map(([, name = '', id, use]) => ({
    id: Number(id),
    name,
    keyboard: use === 'keyboard',
  }));
}

/** Keys (their codes) and buttons (their numbers) that a device holds down, or the display as a whole does. */
export async function held(server: XServer): Promise<string[]> {
  const found: string[] = [];
  for (const { id, name } of await devices(server)) {
    const state = await server.run('xinput', 'query-state', String(id));
    for (const [, what] of state.matchAll(/((?:key|button)\[\d+\])=down/g)) found.push(`${name}: ${what}`);
  }
  return found;
}
