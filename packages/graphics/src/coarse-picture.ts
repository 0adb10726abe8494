import type { Rect } from '@beside/desktop';
import type { Coarseness } from './bandwidth.js';

/** Changes of no more pixels are sent as they are: typed letters, a pointed-at button. They are small however they are coded. */
const SMALL = 128 * 128;

/**
 * The picture as a client on a slow line is to be sent it at first: what changes much has fewer bits a colour. Black, white and the
 * other extremes of each colour are exact at once, and dark text on a light ground is not touched.
 */
export class CoarsePicture {
  readonly #bits: Coarseness;
  readonly #width: number;
  readonly #pixels: Uint32Array;

  /** @param width of the client's screen, in pixels; `height` as well */
  constructor(width: number, height: number, bits: Coarseness) {
    this.#bits = bits;
    this.#width = width;
    this.#pixels = new Uint32Array(width * height);
  }

  /** What is to be sent inside the areas that it was given, 0xXXRRGGBB, `width` pixels a row. */
  get pixels(): Uint32Array {
    return this.#pixels;
  }

  /**
   * Takes over what changed, coarsely if it is much.
   *
   * @param exact the picture as it is, of the same size
   * @returns those of the areas that are other than they are
   */
  reduce(exact: Uint32Array, changed: readonly Rect[]): readonly Rect[] {
    let area = 0;
    for (const { width, height } of changed) area += width * height;
    if (area > SMALL) return changed.filter((rect) => this.#reduce(exact, rect));
    for (const rect of changed) this.copy(exact, rect);
    return [];
  }

  /** Takes an area over as it is. */
  copy(exact: Uint32Array, { x, y, width, height }: Rect): void {
    for (let at = y * this.#width + x, end = at + height * this.#width; at < end; at += this.#width)
      this.#pixels.set(exact.subarray(at, at + width), at);
  }

  /** Takes an area over with fewer bits a colour; the upper bits are repeated in the lower ones. @returns whether that changed anything */
  #reduce(exact: Uint32Array, { x, y, width, height }: Rect): boolean {
    const pixels = this.#pixels;
    const bits = this.#bits;
    const upper = 0x010101 * (0x100 - (1 << (8 - bits)));
    const lower = 0x010101 * ((1 << (8 - bits)) - 1);
    let lost = 0;
    for (let row = y * this.#width + x, end = row + height * this.#width; row < end; row += this.#width)
      for (let at = row; at < row + width; at++) {
        const pixel = exact[at]!;
        const reduced = (pixel & upper) | ((pixel >>> bits) & lower);
        lost |= pixel ^ reduced;
        pixels[at] = reduced;
      }
    return (lost & 0xffffff) !== 0;
  }
}
