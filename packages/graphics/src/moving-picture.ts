import type { Rect, Size } from '@beside/desktop';
import type { EncodedRect, RemoteFxSupport } from '@beside/rdp';
import { RemoteFxEncoder } from '@beside/rdp/codecs';
import { CodecChoice } from './codec-choice.js';
import { MotionMap, TILE } from './motion-map.js';

/** Command and markers around a message, with room to spare, in bytes. */
const AROUND = 64;
/** Fewer moving tiles are sent exactly: they are small however they are coded. */
const FEWEST = 12;

/** How the areas of a frame are to be sent. */
export interface Division {
  readonly exact: readonly Rect[];
  /** Whole tiles, for {@link MovingPicture.encode}. */
  readonly lossy: readonly Rect[];
}

/** What of the picture moves, coded by RemoteFX for a client that takes it, as long as that is sooner there. */
export class MovingPicture {
  readonly #motion: MotionMap;
  readonly #encoder: RemoteFxEncoder;
  readonly #choice = new CodecChoice();
  readonly #limit: number;

  /** @param maxUpdateSize longest update that the client takes, in bytes */
  constructor({ mode, entropy }: RemoteFxSupport, { width, height }: Size, maxUpdateSize: number) {
    this.#motion = new MotionMap(width, height);
    this.#encoder = new RemoteFxEncoder({ width, height, mode, entropy });
    this.#limit = maxUpdateSize - AROUND;
  }

  /**
   * Divides a frame.
   *
   * @param changed what is different
   * @param speed of the line, bytes a ms; undefined while that is not known
   */
  divide(changed: readonly Rect[], now: number, speed: number | undefined): Division {
    this.#motion.changed(changed, now);
    const [moving, others] = this.#choice.lossy(speed) ? this.#divided(changed) : [[], changed];
    return tilesOf(moving) < FEWEST ? { exact: changed, lossy: [] } : { exact: others, lossy: this.#motion.cut(moving) };
  }

  /** Notes what coding some areas exactly took. */
  codedExactly(rects: readonly Rect[], work: number, bytes: number): void {
    this.#choice.measured('exact', tilesOf(rects), { work, bytes });
  }

  /** Notes what coding some areas with loss took. */
  codedWithLoss(rects: readonly Rect[], work: number, bytes: number): void {
    this.#choice.measured('lossy', tilesOf(rects), { work, bytes });
  }

  /**
   * @param pixels the picture, 0xXXRRGGBB
   * @param stride pixels from one row to the next
   * @returns the same areas, cut where the client could not take them whole
   */
  encode(pixels: Uint32Array, stride: number, rects: readonly Rect[]): EncodedRect[] {
    const encoded: EncodedRect[] = [];
    for (const rect of rects) this.#encode(pixels, stride, rect, encoded);
    return encoded;
  }

  /** What moves, and the rest. */
  #divided(rects: readonly Rect[]): [Rect[], Rect[]] {
    const moving: Rect[] = [];
    const others: Rect[] = [];
    for (const rect of rects) (this.#motion.moves(rect) ? moving : others).push(rect);
    return [moving, others];
  }

  #encode(pixels: Uint32Array, stride: number, rect: Rect, to: EncodedRect[]): void {
    const { x, y, width, height } = rect;
    const data = this.#encoder.encode(pixels, y * stride + x, stride, width, height, 'standard');
    if (data.length > this.#limit && (width > TILE || height > TILE)) {
      for (const half of halves(rect)) this.#encode(pixels, stride, half, to);
      return;
    }
    // The encoder's own memory is used for the next one.
    to.push({ x, y, width, height, codec: 'remotefx', bitsPerPixel: 32, data: data.slice() });
  }
}

/** About how many tiles some areas are. */
function tilesOf(rects: readonly Rect[]): number {
  let pixels = 0;
  for (const { width, height } of rects) pixels += width * height;
  return pixels / (TILE * TILE);
}

/** Two parts of an area of more than one tile, cut between tiles. */
function halves({ x, y, width, height }: Rect): [Rect, Rect] {
  if (height > TILE) {
    const first = Math.ceil(height / TILE / 2) * TILE;
    return [
      { x, y, width, height: first },
      { x, y: y + first, width, height: height - first },
    ];
  }
  const first = Math.ceil(width / TILE / 2) * TILE;
  return [
    { x, y, width: first, height },
    { x: x + first, y, width: width - first, height },
  ];
}
