import type { Rect, Size } from '../desktop.js';
import type { Context } from '../drawing/canvas.js';
import { Drawing } from '../drawing/drawing.js';
import { intersect } from '../geometry.js';

/**
 * The surface that pieces of the picture are drawn on: wide and low, as lines of text are. Pieces lie on a grid of this
 * size, so that a pixel is always drawn at the same place of the surface: colour gradients come out a shade different elsewhere.
 */
const PIECE = { width: 512, height: 64 };

/**
 * The picture's bytes, redrawn where it changed. What changed is drawn on one small surface, piece by piece: a surface as
 * large as the screen would have to be copied whole for every key that is typed.
 */
export class Screen {
  readonly size: Size;
  readonly stride: number;
  readonly pixels: Uint8Array;
  readonly #piece = new Drawing(PIECE);

  constructor(size: Size) {
    this.size = size;
    this.stride = size.width * 4;
    this.pixels = new Uint8Array(this.stride * size.height);
  }

  /**
   * Draws an area anew. Whole pieces are drawn, and of them the area is taken: the soft edges of curves come out a shade
   * different where a clip cuts them.
   *
   * @param area inside the picture
   * @param paint paints the scene; what is outside of the rectangle it gets need not be painted. The context's origin is the picture's.
   */
  redraw(area: Rect, paint: (context: Context, area: Rect) => void): void {
    const { context } = this.#piece;
    for (let y = area.y - (area.y % PIECE.height); y < area.y + area.height; y += PIECE.height) {
      for (let x = area.x - (area.x % PIECE.width); x < area.x + area.width; x += PIECE.width) {
        const piece = { x, y, ...PIECE };
        const part = intersect(piece, area)!;
        context.save();
        context.translate(-x, -y);
        paint(context, piece);
        context.restore();
        this.#piece.copyTo(this.pixels, this.stride, part, { x: part.x - x, y: part.y - y });
      }
    }
  }
}
