import type { Button, Point } from '../desktop.js';
import type { Context } from '../drawing/canvas.js';
import { Drawing } from '../drawing/drawing.js';
import { contains } from '../geometry.js';
import type { App, AppHost } from './app.js';
import type { Key } from './keyboard.js';
import { around, LOOK, paintPill } from './look.js';
import type { PointerName } from './pointers.js';

const COLOURS = ['#1d2b36', '#c8372d', '#e0902c', '#3f8f4a', '#2a6fb0', '#7d4ba3'];
const WIDTH = 400;
const TOOLS = 44;
const SHEET = { x: 0, y: TOOLS, width: WIDTH, height: 250 };
const CLEAR = { x: WIDTH - 86, y: 7, width: 76, height: 30 };
const BRUSH = 4;
/** The right button rubs out, with this width. */
const RUBBER = 22;

const swatch = (index: number) => ({ x: 10 + index * 38, y: 7, width: 30, height: 30 });

/** A sheet to draw on with the pressed mouse. */
export class Paint implements App {
  readonly title = 'Drawing';
  readonly colour = '#3f8f4a';
  readonly size = { width: WIDTH, height: TOOLS + SHEET.height };
  readonly #host: AppHost;
  readonly #sheet = new Drawing(SHEET);
  #chosen = 4;
  #stroke: { at: Point; colour: string; width: number } | null = null;

  constructor(host: AppHost) {
    this.#host = host;
    this.#clear();
  }

  paint(context: Context): void {
    context.fillStyle = LOOK.panel;
    context.fillRect(0, 0, WIDTH, TOOLS);
    for (const [index, colour] of COLOURS.entries()) {
      const { x, y, width } = swatch(index);
      context.fillStyle = colour;
      context.beginPath();
      context.arc(x + width / 2, y + width / 2, index === this.#chosen ? 14 : 10, 0, 2 * Math.PI);
      context.fill();
    }
    paintPill(context, CLEAR, LOOK.line, 'Clear', LOOK.text);
    context.drawImage(this.#sheet.context.canvas, SHEET.x, SHEET.y);
  }

  pointerAt(at: Point): PointerName {
    return contains(CLEAR, at) || COLOURS.some((_, index) => contains(swatch(index), at)) ? 'hand' : 'arrow';
  }

  press(at: Point, button: Button): void {
    const chosen = COLOURS.findIndex((_, index) => contains(swatch(index), at));
    if (chosen >= 0) {
      this.#chosen = chosen;
      this.#host.changed({ x: 0, y: 0, width: WIDTH, height: TOOLS });
    } else if (contains(CLEAR, at)) {
      this.#clear();
      this.#host.changed(SHEET);
    } else if (contains(SHEET, at) && (button === 'left' || button === 'right')) {
      const colour = button === 'left' ? COLOURS[this.#chosen]! : LOOK.paper;
      this.#stroke = { at, colour, width: button === 'left' ? BRUSH : RUBBER };
      this.drag(at);
    }
  }

  drag(at: Point): void {
    if (!this.#stroke) return;
    const { at: from, colour, width } = this.#stroke;
    const { context } = this.#sheet;
    context.lineCap = 'round';
    context.lineWidth = width;
    context.strokeStyle = colour;
    context.beginPath();
    context.moveTo(from.x - SHEET.x, from.y - SHEET.y);
    context.lineTo(at.x - SHEET.x, at.y - SHEET.y);
    context.stroke();
    this.#stroke = { at, colour, width };
    this.#host.changed(around(from, at, width / 2 + 1));
  }

  release(): void {
    this.#stroke = null;
  }

  key(key: Key): void {
    if (key.type !== 'named' || key.name !== 'Delete') return;
    this.#clear();
    this.#host.changed(SHEET);
  }

  scroll(): void {}

  #clear(): void {
    const { context } = this.#sheet;
    context.fillStyle = LOOK.paper;
    context.fillRect(0, 0, SHEET.width, SHEET.height);
  }
}
