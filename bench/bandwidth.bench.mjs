/**
 * What the four steps of bandwidth cost, kind of change by kind: 5 s of it on a screen of 1920x1080, in a time that is counted and
 * not waited for, and then the still screen until every pixel is exact. To a client that has the lossless codecs alone and acknowledges
 * each frame at once. Needs nothing but the built packages.
 */
import { ScreenSender } from '@beside/graphics';
import { codedWidth, PictureCanvas } from '@beside/rdp/codecs';
import { losslessClient } from './lab/client.mjs';
import { HEIGHT, pictures, WIDTH } from './lab/pictures.mjs';

const SECONDS = 5;
/** Letters as `pictures.text` has them, in pixels. */
const LETTER = { width: 9, height: 18 };

/** @typedef {import('@beside/desktop').Rect} Rect */
/** @typedef {{ every: number, area: (step: number) => Rect, pixel: (x: number, y: number, step: number) => number }} Change */

/** What changes, every so many ms. @type {Record<string, Change>} */
const changes = {
  'moving picture, 640 x 360 at 25 Hz': {
    every: 40,
    area: () => ({ x: 1200, y: 80, width: 640, height: 360 }),
    pixel: (x, y, step) => {
      const a = Math.sin(x / 90 + step / 5) * 60 + 64;
      const b = Math.sin(y / 70 - step / 5) * 60 + 64;
      return ((a + b) << 16) | ((a * 2) << 8) | (b * 2);
    },
  },
  'text, 900 x 600, scrolls 10 lines a second': {
    every: 100,
    area: () => ({ x: 64, y: 80, width: 900, height: 600 }),
    pixel: (x, y, step) => pictures.text[((y + step * LETTER.height) % HEIGHT) * WIDTH + x] ?? 0,
  },
  'typing, 5 letters a second': {
    every: 200,
    area: (step) => ({ x: 64 + (step % 99) * LETTER.width, y: 90, ...LETTER }),
    pixel: (x, y) => pictures.text[y * WIDTH + x] ?? 0,
  },
};

/** A screen that is sent to a client, and the time, which only {@link pass} moves. */
class Session {
  /** Gradients, as a desktop's background may be. */
  pixels = pictures.gradients.slice();
  bytes = 0;
  frames = 0;
  now = 1;
  #canvas = new PictureCanvas(WIDTH, HEIGHT);
  /** @type {Rect[]} */
  #damage = [{ x: 0, y: 0, width: WIDTH, height: HEIGHT }];
  /** @type {{ at: number, call: () => void } | undefined} */
  #wake;
  #acknowledged = 0;
  #sender;

  /** @param {import('@beside/graphics').Bandwidth} bandwidth */
  constructor(bandwidth) {
    const size = { width: WIDTH, height: HEIGHT };
    this.#sender = new ScreenSender(losslessClient(WIDTH, HEIGHT), size, {
      capture: async () => {
        const damage = this.#damage.splice(0);
        return { ...size, pixels: new Uint8Array(this.pixels.buffer), stride: WIDTH * 4, damage };
      },
      send: (rects) => {
        for (const rect of rects) {
          this.bytes += rect.data.length;
          this.#canvas.apply({ ...rect, codedWidth: codedWidth(rect.width), codedHeight: rect.height });
        }
        return ++this.frames;
      },
      queuedBytes: () => 0,
      now: () => this.now,
      schedule: (call, ms) => {
        const mine = { at: this.now + ms, call };
        this.#wake = mine;
        return () => {
          if (this.#wake === mine) this.#wake = undefined;
        };
      },
      onError: (error) => {
        throw error;
      },
      bandwidth,
    });
    this.#sender.start();
  }

  get exact() {
    return this.#canvas.pixels.every((pixel, at) => ((pixel ^ (this.pixels[at] ?? 0)) & 0xffffff) === 0);
  }

  /** @param {Rect} area @param {(x: number, y: number) => number} pixel */
  draw(area, pixel) {
    for (let y = area.y; y < area.y + area.height; y++)
      for (let x = area.x; x < area.x + area.width; x++) this.pixels[y * WIDTH + x] = pixel(x, y);
    this.#damage.push(area);
    this.#sender.damaged();
  }

  /** @param {number} ms */
  async pass(ms) {
    for (const end = this.now + ms; this.now < end; this.now++) {
      if (this.#wake && this.#wake.at <= this.now) {
        const { call } = this.#wake;
        this.#wake = undefined;
        call();
      }
      // A capture that has begun ends, in as many turns as it takes.
      for (let turn = 0; turn < 4; turn++) await undefined;
      if (this.#acknowledged < this.frames) this.#sender.acknowledged(++this.#acknowledged);
    }
  }
}

/** @param {Change} change @param {import('@beside/graphics').Bandwidth} bandwidth */
async function measure({ every, area, pixel }, bandwidth) {
  const session = new Session(bandwidth);
  await session.pass(20_000);
  Object.assign(session, { bytes: 0 });
  const before = session.frames;
  for (let step = 0; step * every < SECONDS * 1000; step++) {
    session.draw(area(step), (x, y) => pixel(x, y, step));
    await session.pass(every);
  }
  const { bytes, now, frames } = session;
  while (!session.exact) await session.pass(50);
  return { rate: bytes / SECONDS / 1000, frames: (frames - before) / SECONDS, after: session.now - now };
}

/** How a whole new screen comes: what is seen at once, and what it takes until it is exact. @param {import('@beside/graphics').Bandwidth} bandwidth */
async function first(bandwidth) {
  const session = new Session(bandwidth);
  await session.pass(2);
  const atOnce = session.bytes;
  while (!session.exact) await session.pass(50);
  return { atOnce, all: session.bytes, after: session.now };
}

for (const [name, change] of Object.entries(changes)) {
  console.log(`\n| ${name} | frames a second | kB a second | exact after (ms) |\n|---|---:|---:|---:|`);
  for (const bandwidth of /** @type {const} */ (['low', 'medium', 'medium-high', 'high'])) {
    const { rate, frames, after } = await measure(change, bandwidth);
    console.log(`| ${bandwidth} | ${frames.toFixed(1)} | ${rate.toFixed(0)} | ${after} |`);
  }
}
console.log(
  '\n| a new screen of gradients | seen at once, kB | until it is exact, kB | exact after (ms) |\n|---|---:|---:|---:|',
);
for (const bandwidth of /** @type {const} */ (['low', 'medium', 'medium-high', 'high'])) {
  const { atOnce, all, after } = await first(bandwidth);
  console.log(`| ${bandwidth} | ${(atOnce / 1e3).toFixed(0)} | ${(all / 1e3).toFixed(0)} | ${after} |`);
}
