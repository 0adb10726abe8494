import type { PointerPicture } from '../pictures/news.js';

/** Largest pointer that browsers take, in pixels of its side; larger ones are ignored. */
const MAX_CURSOR = 128;

/** A pointer's picture as address; its size in pixels is at most `limit`. */
export function pointerUrl({ width, height, pixels }: PointerPicture, limit: number): string {
  const canvas = document.createElement('canvas');
  canvas.width = width;
  canvas.height = height;
  canvas.getContext('2d')?.putImageData(new ImageData(pixels, width, height), 0, 0);
  const scale = limit / Math.max(width, height);
  if (scale >= 1) return canvas.toDataURL();
  const smaller = document.createElement('canvas');
  smaller.width = Math.max(1, Math.round(width * scale));
  smaller.height = Math.max(1, Math.round(height * scale));
  smaller.getContext('2d')?.drawImage(canvas, 0, 0, smaller.width, smaller.height);
  return smaller.toDataURL();
}

/** The novice's pointer as value of the CSS property `cursor`. */
export function cursorOf(pointer: PointerPicture | null | 'default'): string {
  if (pointer === 'default') return 'default';
  if (pointer === null) return 'none';
  const scale = Math.min(1, MAX_CURSOR / Math.max(pointer.width, pointer.height));
  const hot = (at: number, side: number) => Math.max(0, Math.min(Math.floor(at * scale), Math.ceil(side * scale) - 1));
  return `url(${pointerUrl(pointer, MAX_CURSOR)}) ${hot(pointer.hotX, pointer.width)} ${hot(pointer.hotY, pointer.height)}, default`;
}
