import { setTimeout as sleep } from 'node:timers/promises';
import type { Place, XClient } from './x-client.js';

/** Different pictures that are shown in turn. */
const FRAMES = 8;
/** The counter: this many black or white squares in a row, twice, so that a frame that is there by half is told from a whole one. */
const BITS = 16;
const SQUARE = 16;
/** How often the expert's display is looked at, ms. */
const LOOK = 4;

/** What came of a moving picture. */
export interface Played {
  /** Frames that the novice's display showed. */
  readonly played: number;
  /** Of those, the ones that the expert's display showed whole at some time. */
  readonly seen: number;
  /** Seconds. */
  readonly duration: number;
}

/** Where the two counters are: away from the edges, where Beside's bar and frame are. */
function counters(client: XClient): [Place, Place] {
  const size = { x: 64, width: BITS * SQUARE, height: SQUARE };
  return [
    { ...size, y: 96 },
    { ...size, y: client.height - 96 - SQUARE },
  ];
}

/**
 * Plays a full-screen moving picture on the novice's display, smooth waves that travel, and counts the frames that the
 * expert's display shows.
 *
 * @param rate frames a second
 * @param seconds how long
 */
export async function play(novice: XClient, expert: XClient, rate: number, seconds: number): Promise<Played> {
  const { window, gc } = novice.fullWindow();
  const frames = novice.share(FRAMES);
  paint(frames.pixels, novice.width, novice.height);
  const places = counters(novice);
  const seen = new Set<number>();
  const total = rate * seconds;
  const start = performance.now();
  const look = () => {
    const [top, bottom] = places.map((place) => readCounter(expert, place));
    if (top === bottom && top !== undefined && top > 0) seen.add(top);
  };
  for (let number = 1; number <= total; number++) {
    const index = number % FRAMES;
    for (const place of places) writeCounter(frames.pixels, novice, index, place, number);
    novice.put(window, gc, frames, index);
    const next = start + (number * 1000) / rate;
    while (performance.now() < next) {
      look();
      await sleep(Math.max(0, Math.min(LOOK, next - performance.now())));
    }
  }
  const duration = (performance.now() - start) / 1000;
  frames.detach();
  return { played: total, seen: seen.size, duration };
}

/** Waves in three colours, each frame a little further. */
function paint(pixels: Uint32Array, width: number, height: number): void {
  for (let frame = 0, to = 0; frame < FRAMES; frame++) {
    const phase = (frame * 2 * Math.PI) / FRAMES;
    const row = Float64Array.from({ length: width }, (_, x) => Math.sin(x / 90 + phase) * 60 + 64);
    for (let y = 0; y < height; y++) {
      const wave = Math.sin(y / 70 - phase) * 60 + 64;
      for (let x = 0; x < width; x++) {
        const a = row[x] ?? 0;
        pixels[to++] = ((a + wave) << 16) | ((a * 2) << 8) | (wave * 2);
      }
    }
  }
}

function writeCounter(pixels: Uint32Array, { width, height }: XClient, frame: number, { x, y }: Place, value: number): void {
  for (let bit = 0; bit < BITS; bit++) {
    const colour = (value >> bit) & 1 ? 0xffffff : 0;
    for (let row = 0; row < SQUARE; row++) {
      const from = (frame * height + y + row) * width + x + bit * SQUARE;
      pixels.fill(colour, from, from + SQUARE);
    }
  }
}

/** Reads the middle of each square; what a lossy codec makes of black and white is still dark and light there. */
function readCounter(client: XClient, { x, y, width }: Place): number {
  const row = client.read({ x, y: y + SQUARE / 2, width, height: 1 });
  let value = 0;
  for (let bit = 0; bit < BITS; bit++) if (((row[bit * SQUARE + SQUARE / 2] ?? 0) & 0xff) > 128) value |= 1 << bit;
  return value;
}
