import type { Point, Rect, Size } from '../desktop.js';
import { type Context, canvasModule } from './canvas.js';

/** A surface to draw text and shapes on, anti-aliased, whose pixels can be had in the desktop's own order of bytes. */
export class Drawing {
  readonly size: Size;
  readonly context: Context;

  /** @param size pixels; each side is taken as at least 1 */
  constructor(size: Size) {
    this.size = { width: Math.max(1, Math.ceil(size.width)), height: Math.max(1, Math.ceil(size.height)) };
    this.context = canvasModule().createCanvas(this.size.width, this.size.height).getContext('2d');
    // Not the language of whoever runs it: the same input draws the same pixels everywhere.
    this.context.lang = 'en';
  }

  /**
   * The pixels as a desktop has them. What was never drawn on is black.
   *
   * @returns rows top down, `width * 4` bytes each: blue, green, red, 255
   */
  bgrx(): Uint8Array {
    const bytes = new Uint8Array(this.size.width * this.size.height * 4);
    this.copyTo(bytes, this.size.width * 4, { x: 0, y: 0, ...this.size });
    return bytes;
  }

  /**
   * Copies a part of the surface into a picture.
   *
   * @param target a BGRX picture
   * @param stride bytes from one row of `target` to the next
   * @param area where in `target` it goes; no larger than the surface, and inside the target
   * @param from the part's top left corner on the surface
   */
  copyTo(target: Uint8Array, stride: number, area: Rect, from: Point = { x: 0, y: 0 }): void {
    const { data } = this.context.getImageData(from.x, from.y, area.width, area.height);
    let source = 0;
    for (let row = 0; row < area.height; row++) {
      let at = (area.y + row) * stride + area.x * 4;
      for (let column = 0; column < area.width; column++) {
        target[at] = data[source + 2]!;
        target[at + 1] = data[source + 1]!;
        target[at + 2] = data[source]!;
        target[at + 3] = 255;
        at += 4;
        source += 4;
      }
    }
  }

  /** @returns rows top down, `width * 4` bytes each: blue, green, red, alpha (straight), as a pointer's shape has them */
  bgra(): Uint8Array {
    const { data } = this.context.getImageData(0, 0, this.size.width, this.size.height);
    const bytes = new Uint8Array(data.length);
    for (let at = 0; at < data.length; at += 4) {
      bytes[at] = data[at + 2]!;
      bytes[at + 1] = data[at + 1]!;
      bytes[at + 2] = data[at]!;
      bytes[at + 3] = data[at + 3]!;
    }
    return bytes;
  }
}
