import type { Point, Rect } from '../desktop.js';
import { type Context, fontOf } from '../drawing/canvas.js';
import { drawLine, LINE_HEIGHT } from '../drawing/text.js';

/** Colours of the practice desktop's windows. */
export const LOOK = {
  paper: '#ffffff',
  panel: '#f1f4f6',
  line: '#c3cdd4',
  text: '#1d2b36',
  faint: '#5d6d79',
  accent: '#1d5f8a',
  onAccent: '#ffffff',
  selection: '#b9d7ea',
  titleActive: '#2b4a61',
  titlePassive: '#8797a3',
  onTitle: '#ffffff',
  taskBar: '#1b2c3a',
  task: '#2a4154',
  taskActive: '#3d6685',
} as const;

/** Size of the letters, in pixels. */
export const LETTERS = 15;

/** Paints a rectangle with round corners and, in the middle, a label. */
export function paintPill(context: Context, area: Rect, fill: string, label: string, ink: string): void {
  context.fillStyle = fill;
  context.beginPath();
  context.roundRect(area.x, area.y, area.width, area.height, 6);
  context.fill();
  context.fillStyle = ink;
  context.font = fontOf(LETTERS);
  const lineHeight = Math.round(LETTERS * LINE_HEIGHT);
  drawLine(
    context,
    label,
    { x: area.x, y: area.y + Math.round((area.height - lineHeight) / 2), width: area.width },
    LETTERS,
    'center',
  );
}

/** @returns the rectangle around two places, `margin` pixels larger on each side */
export function around(one: Point, other: Point, margin: number): Rect {
  const x = Math.min(one.x, other.x) - margin;
  const y = Math.min(one.y, other.y) - margin;
  return { x, y, width: Math.abs(one.x - other.x) + 2 * margin, height: Math.abs(one.y - other.y) + 2 * margin };
}
