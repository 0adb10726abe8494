import type { Capture, Rect } from '@beside/desktop';
import { packPixel, unpackPixels } from '@beside/rdp/codecs';

/** A desktop that is a plain array, with damage as a display server would tell it: never overlapping, and rather too much. */
export class FakeDesktop {
  width: number;
  height: number;
  pixels: Uint8Array;
  /** Bytes from one row to the next; the rows have some padding, as screens do. */
  stride: number;
  #words: Uint32Array;
  #damage: Rect[] = [];
  captures = 0;

  constructor(width: number, height: number) {
    this.width = width;
    this.height = height;
    this.stride = (width + 3) * 4;
    this.pixels = new Uint8Array(this.stride * height);
    this.#words = new Uint32Array(this.pixels.buffer);
    this.#damage = [{ x: 0, y: 0, width, height }];
  }

  resize(width: number, height: number): void {
    Object.assign(this, new FakeDesktop(width, height));
    this.#words = new Uint32Array(this.pixels.buffer);
    this.#damage = [{ x: 0, y: 0, width, height }];
  }

  /** Paints an area (cut to the desktop); `color` 0 makes noise, and a function is asked for each column. */
  paint(area: Rect, color: number | ((x: number) => number)): void {
    const right = Math.min(this.width, area.x + area.width);
    const bottom = Math.min(this.height, area.y + area.height);
    if (right <= area.x || bottom <= area.y) return;
    let noise = area.x * 31 + area.y + 1;
    for (let y = area.y; y < bottom; y++)
      for (let x = area.x; x < right; x++) {
        noise = (Math.imul(noise, 1664525) + 1013904223) >>> 0;
        this.#words[(y * this.stride) / 4 + x] = typeof color === 'function' ? color(x) : color === 0 ? noise : color;
      }
    this.#add({ x: area.x, y: area.y, width: right - area.x, height: bottom - area.y });
  }

  /** Damage that overlaps is joined to its bounds. */
  #add(area: Rect): void {
    const apart = this.#damage.filter((other) => !overlap(other, area));
    const joined = this.#damage.filter((other) => overlap(other, area)).reduce(bounds, area);
    this.#damage = apart;
    if (joined === area) this.#damage.push(area);
    else this.#add(joined);
  }

  async capture(): Promise<Capture> {
    this.captures++;
    const damage = this.#damage;
    this.#damage = [];
    return { width: this.width, height: this.height, pixels: this.pixels, stride: this.stride, damage };
  }

  /** What a client of this depth has to show. */
  shown(bitsPerPixel: 15 | 16 | 24 | 32): Uint32Array {
    const out = new Uint32Array(this.width * this.height);
    for (let y = 0; y < this.height; y++)
      out.set(this.#words.subarray((y * this.stride) / 4, (y * this.stride) / 4 + this.width), y * this.width);
    if (bitsPerPixel === 32) return out.map((pixel) => (pixel | 0xff000000) >>> 0);
    const packed = out.map((pixel) => packPixel(pixel, bitsPerPixel));
    unpackPixels(packed, packed.length, bitsPerPixel);
    return packed;
  }
}

function overlap(a: Rect, b: Rect): boolean {
  return a.x < b.x + b.width && b.x < a.x + a.width && a.y < b.y + b.height && b.y < a.y + a.height;
}

function bounds(a: Rect, b: Rect): Rect {
  const x = Math.min(a.x, b.x);
  const y = Math.min(a.y, b.y);
  return { x, y, width: Math.max(a.x + a.width, b.x + b.width) - x, height: Math.max(a.y + a.height, b.y + b.height) - y };
}
