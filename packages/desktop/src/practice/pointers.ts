import type { PointerShape } from '../desktop.js';
import type { Context } from '../drawing/canvas.js';
import { Drawing } from '../drawing/drawing.js';

export type PointerName = 'arrow' | 'text' | 'hand';

/** Pixels each way. */
const SIDE = 24;

interface Outline {
  readonly hot: { readonly x: number; readonly y: number };
  /** Draws the outline as the context's path. */
  trace(context: Context): void;
}

const OUTLINES: Record<PointerName, Outline> = {
  arrow: {
    hot: { x: 2, y: 2 },
    trace: (context) =>
      polygon(context, [
        [2.5, 2.5],
        [2.5, 18],
        [6.3, 14.6],
        [9, 20.5],
        [11.8, 19.2],
        [9.2, 13.6],
        [14.4, 13.4],
      ]),
  },
  text: {
    hot: { x: 11, y: 11 },
    trace: (context) => {
      context.rect(10.5, 4.5, 2, 14);
      context.rect(7.5, 3, 3, 2);
      context.rect(12.5, 3, 3, 2);
      context.rect(7.5, 18, 3, 2);
      context.rect(12.5, 18, 3, 2);
    },
  },
  hand: {
    hot: { x: 8, y: 2 },
    trace: (context) => {
      context.moveTo(7, 3.5);
      context.quadraticCurveTo(8.5, 1.5, 10, 3.5);
      context.lineTo(10, 9);
      context.lineTo(16.5, 10.3);
      context.quadraticCurveTo(18.4, 10.9, 18.2, 13);
      context.lineTo(17.4, 17.5);
      context.lineTo(16, 21);
      context.lineTo(8.6, 21);
      context.lineTo(3.4, 14);
      context.quadraticCurveTo(3.4, 11.8, 5.4, 12.2);
      context.lineTo(7, 13.6);
      context.closePath();
    },
  },
};

const drawn = new Map<PointerName, PointerShape>();

/** @returns the pointer's picture; drawn once */
export function pointerShape(name: PointerName): PointerShape {
  let shape = drawn.get(name);
  if (!shape) {
    shape = draw(OUTLINES[name]);
    drawn.set(name, shape);
  }
  return shape;
}

/** White line around black, so that it is seen on any ground. */
function draw({ hot, trace }: Outline): PointerShape {
  const drawing = new Drawing({ width: SIDE, height: SIDE });
  const { context } = drawing;
  context.beginPath();
  trace(context);
  context.lineJoin = 'round';
  context.lineWidth = 2.4;
  context.strokeStyle = '#ffffff';
  context.stroke();
  context.fillStyle = '#101418';
  context.fill();
  return { hot, ...drawing.size, pixels: drawing.bgra() };
}

function polygon(context: Context, points: readonly (readonly [number, number])[]): void {
  for (const [index, [x, y]] of points.entries()) {
    if (index === 0) context.moveTo(x, y);
    else context.lineTo(x, y);
  }
  context.closePath();
}
