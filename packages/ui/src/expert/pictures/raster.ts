import type { Area } from '@beside/rdp';

/** What pictures are painted on. */
export interface Raster {
  /**
   * Takes another size, in pixels, and is black then.
   *
   * @returns the pixels, which {@link show} reads: 0xffBBGGRR (in memory red, green, blue, opaque), rows top down
   */
  resize(width: number, height: number): Uint32Array;
  /** Puts an area of the pixels on the screen; it lies inside. */
  show(area: Area): void;
}

/** Copies an area of a picture, 0xffRRGGBB, into a raster's pixels; both have rows of `stride` pixels. */
export function copyExchanged(from: Uint32Array, to: Uint32Array, stride: number, { x, y, width, height }: Area): void {
  for (let row = y; row < y + height; row++) {
    const end = row * stride + x + width;
    for (let i = row * stride + x; i < end; i++) {
      const pixel = from[i]!;
      to[i] = (pixel & 0xff00ff00) | ((pixel & 0xff) << 16) | ((pixel >>> 16) & 0xff);
    }
  }
}
