import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { anyErrand, type ErrandSession, type Errands, runErrands } from '../../src/expert/errands.js';
import { Picture } from '../../src/expert/picture.js';
import { PictureError } from '../../src/expert/picture-file.js';
import type { ExpertReport } from '../../src/expert/report.js';

// The one that can be faked.
vi.mock('node:timers/promises', () => ({
  setTimeout: (ms: number, value?: string, options?: { readonly signal: AbortSignal }) =>
    new Promise((resolve, reject) => {
      const timer = setTimeout(resolve, ms, value);
      options?.signal.addEventListener('abort', () => {
        clearTimeout(timer);
        reject(new Error('aborted'));
      });
    }),
}));

const NONE: Errands = { chat: undefined, requestControl: false, type: undefined, screenshot: undefined };
const folder = mkdtempSync(join(tmpdir(), 'beside-errands-'));
const png = join(folder, 'screen.png');
afterAll(() => rmSync(folder, { recursive: true }));

/** A session that is played by hand. */
class FakeSession implements ErrandSession {
  viewing = false;
  controlling = false;
  controlRefused = false;
  paused = false;
  ended = false;
  readonly picture = new Picture({ acknowledge: () => undefined });
  readonly done: string[] = [];
  typed: (all: boolean) => void = () => undefined;
  #watchers: (() => void)[] = [];

  constructor() {
    this.picture.reset(2, 1);
  }

  until(ready: () => boolean): Promise<boolean> {
    return new Promise((resolve) => {
      this.#watchers.push(() => {
        if (ready() || this.ended) resolve(ready());
      });
      this.happens();
    });
  }

  chat(text: string): boolean {
    this.done.push(`chat ${text}`);
    return true;
  }

  requestControl(): boolean {
    this.done.push('request control');
    return true;
  }

  type(text: string): Promise<boolean> {
    this.done.push(`type ${text}`);
    return new Promise((resolve) => {
      this.typed = resolve;
    });
  }

  paint(width: number): void {
    const data = new Uint8Array(width * 4);
    const size = { width, height: 1, codedWidth: width, codedHeight: 1 };
    this.picture.paint([{ x: 0, y: 0, ...size, codec: 'raw', bitsPerPixel: 32, data }]);
    this.happens();
  }

  happens(change: Partial<Pick<FakeSession, 'viewing' | 'controlling' | 'controlRefused' | 'paused' | 'ended'>> = {}): this {
    Object.assign(this, change);
    for (const look of [...this.#watchers]) look();
    return this;
  }
}

let session: FakeSession;
let reports: ExpertReport[];
const run = (errands: Partial<Errands>) => runErrands({ ...NONE, ...errands }, session, (report) => reports.push(report));
/** Lets everything go on that can. */
const turn = () => new Promise((resolve) => setImmediate(resolve));

beforeEach(() => {
  session = new FakeSession();
  reports = [];
});

describe('errands', () => {
  it('are done in their order, each once the one before is', async () => {
    const result = run({ chat: 'hello', requestControl: true, type: 'ls', screenshot: png });
    await turn();
    expect(session.done).toEqual([]);
    session.happens({ viewing: true });
    await turn();
    expect(session.done).toEqual(['chat hello', 'request control']);
    session.happens({ controlling: true });
    await turn();
    expect(session.done.at(-1)).toBe('type ls');
    session.paint(2);
    await turn();
    expect(reports).toEqual([]);
    session.typed(true);
    expect(await result).toBe(true);
    expect(reports).toEqual([{ event: 'screenshot', path: png, width: 2, height: 1 }]);
    expect(readFileSync(png).subarray(1, 4).toString()).toBe('PNG');
  });

  it('are not all done when control is refused, and nothing is typed then', async () => {
    session.happens({ viewing: true });
    const result = run({ requestControl: true, type: 'ls' });
    session.happens({ controlRefused: true });
    expect(await result).toBe(false);
    expect(session.done).toEqual(['request control']);
  });

  it('are not all done when the text was not typed to its end', async () => {
    session.happens({ viewing: true, controlling: true });
    const result = run({ requestControl: true, type: 'ls', screenshot: png });
    await turn();
    session.typed(false);
    expect(await result).toBe(false);
    expect(reports).toEqual([]);
  });

  it.each([
    ['before the novice said yes', {}],
    ['before control was given', { viewing: true }],
    ['before the picture was whole', { viewing: true, controlling: true }],
  ])('are not all done when the session ends %s', async (_when, state) => {
    session.happens(state);
    const result = run({ requestControl: true, screenshot: png });
    await turn();
    session.happens({ ended: true, viewing: false, controlling: false });
    expect(await result).toBe(false);
    expect(reports).toEqual([]);
  });

  it('fail with a picture that cannot be written', async () => {
    session.happens({ viewing: true });
    session.paint(2);
    await expect(run({ screenshot: join(folder, 'no-such-folder', 'a.png') })).rejects.toThrow(PictureError);
  });

  it('are asked for, or not', () => {
    expect(anyErrand(NONE)).toBe(false);
    const some: Partial<Errands>[] = [{ chat: 'a' }, { requestControl: true }, { type: 'a' }, { screenshot: 'a' }];
    for (const one of some) expect(anyErrand({ ...NONE, ...one })).toBe(true);
  });
});

describe('the picture', () => {
  beforeEach(() => {
    vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout', 'performance'] });
    session.happens({ viewing: true });
  });
  afterEach(() => {
    vi.useRealTimers();
  });

  it('is not saved before it is whole, nor during a pause', async () => {
    const result = run({ screenshot: png });
    session.paint(1);
    session.happens({ paused: true });
    session.paint(2);
    await turn();
    await vi.advanceTimersByTimeAsync(59_999);
    expect(reports).toEqual([]);
    session.happens({ paused: false });
    await turn();
    await vi.advanceTimersByTimeAsync(300);
    expect(await result).toBe(true);
    expect(vi.getTimerCount()).toBe(0);
  });

  it('is given up after a pause of a minute, with its code', async () => {
    const result = run({ screenshot: png });
    session.paint(2);
    session.happens({ paused: true });
    await turn();
    const failed = expect(result).rejects.toMatchObject({ name: 'PictureError', code: 'paused' });
    await vi.advanceTimersByTimeAsync(60_000);
    await failed;
    expect(reports).toEqual([]);
  });

  it('is not waited for when the session ends in a pause', async () => {
    const result = run({ screenshot: png });
    session.happens({ paused: true });
    await turn();
    session.happens({ ended: true });
    expect(await result).toBe(false);
    expect(vi.getTimerCount()).toBe(0);
  });

  it('is saved once it has stood still for 300 ms', async () => {
    const result = run({ screenshot: png });
    session.paint(2);
    await turn();
    await vi.advanceTimersByTimeAsync(250);
    session.paint(1);
    await vi.advanceTimersByTimeAsync(299);
    expect(vi.getTimerCount()).toBe(1);
    await vi.advanceTimersByTimeAsync(51);
    expect(vi.getTimerCount()).toBe(0);
    expect(await result).toBe(true);
  });

  it('that never stands still is saved after 3 s', async () => {
    const result = run({ screenshot: png });
    session.paint(2);
    await turn();
    for (let time = 0; time < 2900; time += 100) {
      session.paint(1);
      await vi.advanceTimersByTimeAsync(100);
    }
    expect(vi.getTimerCount()).toBe(1);
    session.paint(1);
    await vi.advanceTimersByTimeAsync(100);
    expect(vi.getTimerCount()).toBe(0);
    expect(await result).toBe(true);
  });
});
