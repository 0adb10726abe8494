import type { Rect, Size } from '../desktop.js';
import type { Context } from '../drawing/canvas.js';
import { Drawing } from '../drawing/drawing.js';

interface Colours {
  readonly name: string;
  /** From the top of the sky to its foot. */
  readonly sky: readonly [string, string];
  readonly sun: string;
  /** From the farthest hill to the nearest. */
  readonly hills: readonly [string, string, string];
}

export const WALLPAPERS: readonly Colours[] = [
  { name: 'Morning', sky: ['#4f8fc0', '#cfe6f2'], sun: '#fff3d6', hills: ['#8db7c4', '#5f97a3', '#3c7480'] },
  { name: 'Meadow', sky: ['#6fb3b8', '#e3f2dd'], sun: '#fdf6c3', hills: ['#a5c994', '#74a96c', '#487c4d'] },
  { name: 'Evening', sky: ['#3b3f73', '#f2b28c'], sun: '#ffdf9e', hills: ['#8e6a8b', '#634b75', '#3c3358'] },
  { name: 'Night', sky: ['#101b33', '#31486b'], sun: '#e8eefb', hills: ['#25395a', '#1a2a46', '#111d33'] },
];

/** A wallpaper, drawn once and then copied: its curves are what costs most on the whole screen. */
export class Wallpaper {
  readonly number: number;
  readonly #drawing: Drawing;

  /** @param size of the screen, in pixels */
  constructor(size: Size, number: number) {
    this.number = number;
    this.#drawing = new Drawing(size);
    paint(this.#drawing.context, size, number);
  }

  /** Paints a part of it where it belongs. */
  paint(context: Context, { x, y, width, height }: Rect): void {
    context.drawImage(this.#drawing.context.canvas, x, y, width, height, x, y, width, height);
  }
}

/** Hills under a sky; the same every time. */
function paint(context: Context, { width, height }: Size, number: number): void {
  const { sky, sun, hills } = WALLPAPERS[number]!;
  const gradient = context.createLinearGradient(0, 0, 0, height * 0.8);
  gradient.addColorStop(0, sky[0]);
  gradient.addColorStop(1, sky[1]);
  context.fillStyle = gradient;
  context.fillRect(0, 0, width, height);
  context.fillStyle = sun;
  context.beginPath();
  context.arc(width * 0.78, height * 0.24, height * 0.07, 0, 2 * Math.PI);
  context.fill();
  for (const [index, colour] of hills.entries()) {
    const foot = height * (0.62 + index * 0.12);
    const swing = height * (0.16 - index * 0.03);
    context.fillStyle = colour;
    context.beginPath();
    context.moveTo(0, height);
    context.lineTo(0, foot - swing * (index % 2));
    context.bezierCurveTo(width * 0.25, foot - swing * 1.6, width * 0.3, foot + swing * 0.9, width * 0.55, foot);
    context.bezierCurveTo(
      width * 0.75,
      foot - swing * 0.8,
      width * 0.85,
      foot - swing * (1.7 - index),
      width,
      foot - swing * 0.4,
    );
    context.lineTo(width, height);
    context.fill();
  }
}
