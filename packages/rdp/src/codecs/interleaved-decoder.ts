import { ProtocolError, Reader } from '@beside/bytes';
import { Order, orderCode, whitePixel } from './interleaved.js';

const PATH = 'bitmap.interleaved';
/** Which of eight pixels are foreground in the two special orders ([MS-RDPBCGR] 2.2.9.1.1.3.1.2.4). */
const SPECIAL_1 = 0x03;
const SPECIAL_2 = 0x05;

/**
 * Decodes interleaved RLE ([MS-RDPBCGR] 3.1.9).
 *
 * @param width pixels in a coded row; it and `height` were checked against a limit
 * @param out gets pixels of the rectangle's depth, rows top down, `width` pixels each
 * @throws ProtocolError the orders do not make exactly this rectangle
 */
export function decodeInterleaved(
  data: Uint8Array,
  bitsPerPixel: 8 | 15 | 16 | 24,
  width: number,
  height: number,
  out: Uint32Array,
): void {
  if (out.length < width * height) throw new RangeError('the rectangle does not fit the output');
  new Decoding(data, bitsPerPixel, width, height, out).run();
}

/** One rectangle being decoded. Pixels are counted from the bottom left, as they come. */
class Decoding {
  readonly #reader: Reader;
  readonly #pixelSize: number;
  readonly #width: number;
  readonly #out: Uint32Array;
  #foreground: number;
  /** Pixels that are still to come. */
  #left: number;
  /** Where the next pixel goes in `out`, and how many go into its row. */
  #to: number;
  #rowLeft: number;
  #firstLine = true;

  constructor(data: Uint8Array, bitsPerPixel: 8 | 15 | 16 | 24, width: number, height: number, out: Uint32Array) {
    this.#reader = new Reader(data, PATH);
    this.#pixelSize = (bitsPerPixel + 7) >> 3;
    this.#width = width;
    this.#out = out;
    this.#foreground = whitePixel(bitsPerPixel);
    this.#left = width * height;
    this.#to = (height - 1) * width;
    this.#rowLeft = width;
  }

  run(): void {
    const white = this.#foreground;
    const pixels = this.#left;
    let afterBackground = false;
    while (this.#reader.remaining > 0) {
      // The first line's end is seen between orders only: an order that begins in it is a first line order throughout.
      if (this.#firstLine && pixels - this.#left >= this.#width) {
        this.#firstLine = false;
        afterBackground = false;
      }
      const header = this.#reader.u8('order');
      const code = orderCode(header);
      if (code === Order.backgroundRun || code === Order.megaBackgroundRun) {
        let length = this.#length(header, code);
        if (afterBackground) {
          this.#changed(1, this.#foreground);
          length--;
        }
        this.#changed(length, 0);
        afterBackground = true;
        continue;
      }
      afterBackground = false;
      this.#order(header, code, white);
    }
    if (this.#left > 0) throw new ProtocolError(PATH, `${this.#left} pixels are missing`);
  }

  #order(header: number, code: number, white: number): void {
    switch (code) {
      case Order.setForegroundRun:
      case Order.megaSetForegroundRun: {
        const length = this.#length(header, code);
        this.#foreground = this.#pixel();
        this.#changed(length, this.#foreground);
        break;
      }
      case Order.foregroundRun:
      case Order.megaForegroundRun:
        this.#changed(this.#length(header, code), this.#foreground);
        break;
      case Order.setForegroundBackgroundImage:
      case Order.megaSetForegroundBackgroundImage: {
        const length = this.#length(header, code);
        this.#foreground = this.#pixel();
        this.#masked(length);
        break;
      }
      case Order.foregroundBackgroundImage:
      case Order.megaForegroundBackgroundImage:
        this.#masked(this.#length(header, code));
        break;
      case Order.ditheredRun:
      case Order.megaDitheredRun: {
        const length = this.#length(header, code);
        const one = this.#pixel();
        const other = this.#pixel();
        this.#claim(length * 2);
        for (let i = 0; i < length; i++) {
          this.#put(one);
          this.#put(other);
        }
        break;
      }
      case Order.colorRun:
      case Order.megaColorRun: {
        const length = this.#length(header, code);
        const pixel = this.#pixel();
        this.#solid(length, pixel);
        break;
      }
      case Order.colorImage:
      case Order.megaColorImage: {
        const length = this.#length(header, code);
        this.#claim(length);
        for (let i = 0; i < length; i++) this.#put(this.#pixel());
        break;
      }
      case Order.specialImage1:
        this.#mask(SPECIAL_1, 8);
        break;
      case Order.specialImage2:
        this.#mask(SPECIAL_2, 8);
        break;
      case Order.white:
        this.#solid(1, white);
        break;
      case Order.black:
        this.#solid(1, 0);
        break;
      default:
        throw new ProtocolError(`${PATH}.order`, 'no such order');
    }
  }

  /** An order's run length, in pixels (pairs of them in a dithered run). */
  #length(header: number, code: number): number {
    const length = this.#lengthField(header, code);
    if (length === 0) throw new ProtocolError(`${PATH}.runLength`, 'is 0');
    return length;
  }

  #lengthField(header: number, code: number): number {
    if (code >= 0xf0) return this.#reader.u16('runLength');
    const lite = code >= Order.setForegroundRun;
    const short = header & (lite ? 0x0f : 0x1f);
    const image = code === Order.foregroundBackgroundImage || code === Order.setForegroundBackgroundImage;
    if (short > 0) return image ? short * 8 : short;
    return this.#reader.u8('runLength') + (image ? 1 : lite ? 16 : 32);
  }

  #pixel(): number {
    if (this.#pixelSize === 1) return this.#reader.u8('pixel');
    const low = this.#reader.u16('pixel');
    return this.#pixelSize === 2 ? low : low | (this.#reader.u8('pixel') << 16);
  }

  /** Pixels of the line before, each changed (by exclusive or); before the first line all is black. */
  #changed(length: number, change: number): void {
    this.#claim(length);
    for (let i = 0; i < length; i++) this.#put(this.#before() ^ change);
  }

  #solid(length: number, pixel: number): void {
    this.#claim(length);
    for (let i = 0; i < length; i++) this.#put(pixel);
  }

  /** A foreground/background image: a bit a pixel says which are foreground. */
  #masked(length: number): void {
    for (; length > 0; length -= 8) this.#mask(this.#reader.u8('bitmask'), Math.min(length, 8));
  }

  #mask(bits: number, length: number): void {
    this.#claim(length);
    for (let i = 0; i < length; i++) this.#put(this.#before() ^ ((bits >> i) & 1 ? this.#foreground : 0));
  }

  #claim(length: number): void {
    if (length > this.#left) throw new ProtocolError(PATH, 'more pixels than the rectangle has');
    this.#left -= length;
  }

  #before(): number {
    return this.#firstLine ? 0 : this.#out[this.#to + this.#width]!;
  }

  #put(pixel: number): void {
    this.#out[this.#to++] = pixel;
    if (--this.#rowLeft === 0) {
      this.#rowLeft = this.#width;
      this.#to -= this.#width * 2;
    }
  }
}
