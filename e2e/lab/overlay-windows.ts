import { until } from './lab.js';
import { OwnDevice } from './own-device.js';
import { picture } from './screen.js';
import type { XServer } from './x-server.js';

export interface Place {
  readonly x: number;
  readonly y: number;
}

/** Beside's own windows on a novice's screen, and the novice's mouse in them. */
export class OverlayWindows {
  readonly #server: XServer;
  readonly #mouse: OwnDevice;

  constructor(server: XServer) {
    this.#server = server;
    this.#mouse = new OwnDevice(server);
  }

  /**
   * Clicks with the novice's own mouse until something comes of it: a press counts only when the window has stood for a while.
   *
   * @param what for the error: what should come of it
   * @param find where to click; undefined while it is not on the screen
   * @param came whether it has come
   */
  async clickUntil(what: string, find: () => Promise<Place | undefined>, came: () => boolean | Promise<boolean>): Promise<void> {
    await until(`a click that gives ${what}`, async () => {
      const at = await find();
      if (!at) return came();
      await this.#mouse.click(Math.round(at.x), Math.round(at.y));
      return until(what, came, 1000).catch(() => false);
    });
  }

  /** One of the question's two buttons of one size at the bottom, yes on the left; undefined while nothing is asked. */
  async answer(yes: boolean): Promise<Place | undefined> {
    const question = await this.window('question');
    return question && { x: question.x + question.width * (yes ? 0.25 : 0.75), y: question.y + question.height - 40 };
  }

  /** Where a window is on the screen; undefined while it is not. */
  async window(name: 'question' | 'bar'): Promise<(Place & { width: number; height: number }) | undefined> {
    const tree = await this.#server.run('xwininfo', '-root', '-tree');
    const line = new RegExp(`"Beside: ${name}".*?(\\d+)x(\\d+)\\+-?\\d+\\+-?\\d+\\s+\\+(-?\\d+)\\+(-?\\d+)`);
    const [, width, height, x, y] = line.exec(tree)?.map(Number) ?? [];
    if (width === undefined || height === undefined || x === undefined || y === undefined) return undefined;
    return { x, y, width, height };
  }

  /**
   * The middle of one of the bar's buttons, counted from the left; undefined while the bar doesn't have this many. How wide
   * they are depends on a font, so they are looked for: above its label, a button is a long run of one colour.
   */
  async barButton(count: number, index: number): Promise<Place | undefined> {
    const bar = await this.window('bar');
    if (!bar) return undefined;
    const { width, pixels } = await picture(this.#server);
    const from = (bar.y + Math.floor(bar.height / 4)) * width + bar.x;
    const row = pixels.subarray(from, from + bar.width);
    const middles: number[] = [];
    for (let start = 0, end = 0; start < row.length; start = end) {
      while (end < row.length && row[end] === row[start]) end += 1;
      if (row[start] !== row[0] && end - start > 30) middles.push((start + end) / 2);
    }
    const x = middles[index];
    return middles.length === count && x !== undefined ? { x: bar.x + x, y: bar.y + bar.height / 2 } : undefined;
  }
}
