import { codedWidth } from './coded-width.js';
import { Order, whitePixel } from './interleaved.js';
import { bytesPerPixel, packPixel } from './pixel-format.js';
import { rawSize } from './raw.js';

/** Longest run an order can say, in pixels. */
const MAX_RUN = 0xffff;

const NOTHING = new Uint8Array(0);

/**
 * Encodes rectangles in interleaved RLE ([MS-RDPBCGR] 3.1.9). It keeps working memory; what it is given it does not keep.
 *
 * Of the orders it uses background, foreground and colour runs and colour images. The others save a little on two-coloured
 * patterns, and cost time on every rectangle.
 */
export class InterleavedEncoder {
  readonly #bitsPerPixel: 15 | 16 | 24;
  readonly #pixelSize: number;
  /** The rectangle's pixels in its depth, bottom row first, behind one row of black. */
  #pixels = new Uint32Array(0);
  #out: Uint8Array = NOTHING;
  #at = 0;
  #foreground = 0;

  constructor(bitsPerPixel: 15 | 16 | 24) {
    this.#bitsPerPixel = bitsPerPixel;
    this.#pixelSize = bytesPerPixel(bitsPerPixel);
  }

  /**
   * @param pixels the picture, 0xXXRRGGBB
   * @param first index of the rectangle's top left pixel
   * @param stride pixels from one row to the next
   * @param out has `rawSize` bytes of room from `at` on
   * @returns the offset after the last byte, or -1 when uncompressed is as short
   */
  encode(pixels: Uint32Array, first: number, stride: number, width: number, height: number, out: Uint8Array, at: number): number {
    const coded = codedWidth(width);
    this.#pack(pixels, first, stride, width, height);
    if (!this.#likelyRuns(coded, height)) return -1;
    this.#out = out;
    this.#at = at;
    const limit = at + rawSize(width, height, this.#bitsPerPixel);
    // What the first line is compared with is black; an order must not reach from it into the second, where that changes.
    const done =
      this.#encodeLines(coded, coded, coded * 2, limit) &&
      (height === 1 || this.#encodeLines(coded, coded * 2, coded * (height + 1), limit));
    this.#out = NOTHING;
    return done && this.#at < limit ? this.#at : -1;
  }

  #pack(pixels: Uint32Array, first: number, stride: number, width: number, height: number): void {
    const coded = codedWidth(width);
    if (this.#pixels.length < coded * (height + 1)) this.#pixels = new Uint32Array(coded * (height + 1));
    const packed = this.#pixels.fill(0, 0, coded);
    const bitsPerPixel = this.#bitsPerPixel;
    let to = coded;
    for (let y = height - 1; y >= 0; y--) {
      const row = first + y * stride;
      for (let x = 0; x < width; x++) packed[to++] = packPixel(pixels[row + x]!, bitsPerPixel);
      for (let x = width; x < coded; x++, to++) packed[to] = packed[to - 1]!;
    }
  }

  /**
   * Guesses from a few rows whether it will pay, so that little time is lost on photographs. A run is where a pixel is the
   * same as the one before, or is changed in the same way from the row below.
   */
  #likelyRuns(coded: number, height: number): boolean {
    if (height < 8 || coded < 8) return true;
    const pixels = this.#pixels;
    const step = height >> 2;
    let same = 0;
    for (let y = step >> 1; y < height; y += step) {
      const end = (y + 2) * coded;
      let before = pixels[end - coded]!;
      let change = before ^ pixels[end - coded * 2]!;
      for (let i = end - coded + 1; i < end; i++) {
        const pixel = pixels[i]!;
        const next = pixel ^ pixels[i - coded]!;
        if (pixel === before || next === change) same++;
        before = pixel;
        change = next;
      }
    }
    return same * 8 >= coded * 4;
  }

  /**
   * Encodes pixels `from` to `to`. Both calls start with no colour image open and the foreground white or as the call
   * before left it.
   *
   * @returns false once it is longer than `limit`
   */
  #encodeLines(coded: number, from: number, to: number, limit: number): boolean {
    const pixels = this.#pixels;
    const size = this.#pixelSize;
    let foreground = from === coded ? whitePixel(this.#bitsPerPixel) : this.#foreground;
    let imageFrom = from;
    // Two background runs one after the other would have a foreground pixel put between them.
    let afterBackground = false;
    let i = from;
    while (i < to) {
      const pixel = pixels[i]!;
      const change = pixel ^ pixels[i - coded]!;
      let end = i + 1;
      if (change === 0 && !(afterBackground && imageFrom === i)) {
        while (end < to && pixels[end] === pixels[end - coded]) end++;
        if ((end - i) * size > 2) {
          if (!this.#image(imageFrom, i, limit)) return false;
          if (end - i > MAX_RUN) end = i + MAX_RUN;
          if (!this.#run(Order.backgroundRun, Order.megaBackgroundRun, end - i, limit)) return false;
          afterBackground = true;
          imageFrom = i = end;
        } else i = end;
        continue;
      }
      if (i + 1 < to && pixels[i + 1] === pixel) {
        end++;
        while (end < to && pixels[end] === pixel) end++;
        if (end - i > 2) {
          if (!this.#image(imageFrom, i, limit)) return false;
          if (end - i > MAX_RUN) end = i + MAX_RUN;
          if (!this.#run(Order.colorRun, Order.megaColorRun, end - i, limit - size)) return false;
          this.#pixel(pixel);
          afterBackground = false;
          imageFrom = i = end;
          continue;
        }
        end = i + 1;
      }
      while (end < to && (pixels[end]! ^ pixels[end - coded]!) === change) end++;
      const length = Math.min(end - i, MAX_RUN);
      if (change === foreground ? length * size > 2 : length > 2) {
        if (!this.#image(imageFrom, i, limit)) return false;
        if (change === foreground) {
          if (!this.#run(Order.foregroundRun, Order.megaForegroundRun, length, limit)) return false;
        } else {
          if (!this.#setForegroundRun(length, limit - size)) return false;
          this.#pixel(change);
          foreground = change;
        }
        afterBackground = false;
        imageFrom = i = i + length;
      } else i++;
    }
    this.#foreground = foreground;
    return this.#image(imageFrom, to, limit);
  }

  /** A colour image: the pixels themselves. */
  #image(from: number, to: number, limit: number): boolean {
    while (from < to) {
      const length = Math.min(to - from, MAX_RUN);
      if (!this.#run(Order.colorImage, Order.megaColorImage, length, limit - length * this.#pixelSize)) return false;
      for (const end = from + length; from < end; from++) this.#pixel(this.#pixels[from]!);
    }
    return true;
  }

  /** Header of a regular order, or of its mega form; false when it would end behind `limit`. */
  #run(code: number, megaCode: number, length: number, limit: number): boolean {
    if (this.#at + 3 > limit) return false;
    if (length < 32) this.#out[this.#at++] = (code << 5) | length;
    else if (length < 32 + 256) {
      this.#out[this.#at++] = code << 5;
      this.#out[this.#at++] = length - 32;
    } else this.#mega(megaCode, length);
    return true;
  }

  /** The same for the one lite order that is used. */
  #setForegroundRun(length: number, limit: number): boolean {
    if (this.#at + 3 > limit) return false;
    if (length < 16) this.#out[this.#at++] = (Order.setForegroundRun << 4) | length;
    else if (length < 16 + 256) {
      this.#out[this.#at++] = Order.setForegroundRun << 4;
      this.#out[this.#at++] = length - 16;
    } else this.#mega(Order.megaSetForegroundRun, length);
    return true;
  }

  #mega(code: number, length: number): void {
    this.#out[this.#at++] = code;
    this.#out[this.#at++] = length;
    this.#out[this.#at++] = length >> 8;
  }

  #pixel(pixel: number): void {
    this.#out[this.#at++] = pixel;
    this.#out[this.#at++] = pixel >> 8;
    if (this.#pixelSize === 3) this.#out[this.#at++] = pixel >> 16;
  }
}
