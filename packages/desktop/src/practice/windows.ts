import type { Point, Rect, Size } from '../desktop.js';
import { type Context, fontOf } from '../drawing/canvas.js';
import { BASE_LINE, drawLine } from '../drawing/text.js';
import { contains } from '../geometry.js';
import type { App } from './app.js';
import { LOOK } from './look.js';

/** Height of a title bar, in pixels. */
const TITLE_HEIGHT = 32;
const TITLE_LETTERS = 14;
const CLOSE = 22;
/** How far the shadow reaches out of a window. */
const SHADOW = 8;
const CORNER = 8;

/** A window: an app with a title bar around it, at a place. */
export class Window {
  readonly app: App;
  x: number;
  y: number;
  open = true;

  constructor(app: App, at: Point) {
    this.app = app;
    this.x = at.x;
    this.y = at.y;
  }

  /** Title bar and inside. */
  get area(): Rect {
    return { x: this.x, y: this.y, width: this.app.size.width, height: this.app.size.height + TITLE_HEIGHT };
  }

  /** All that it paints on. */
  get painted(): Rect {
    const { x, y, width, height } = this.area;
    return { x: x - SHADOW, y: y - SHADOW, width: width + 2 * SHADOW, height: height + 2 * SHADOW };
  }

  get titleBar(): Rect {
    return { ...this.area, height: TITLE_HEIGHT };
  }

  get inside(): Rect {
    return { x: this.x, y: this.y + TITLE_HEIGHT, ...this.app.size };
  }

  get closeButton(): Rect {
    const inset = (TITLE_HEIGHT - CLOSE) / 2;
    return { x: this.x + this.app.size.width - CLOSE - inset, y: this.y + inset, width: CLOSE, height: CLOSE };
  }

  /** A place on the screen, counted from the inside's corner. */
  toInside(at: Point): Point {
    return { x: at.x - this.x, y: at.y - this.y - TITLE_HEIGHT };
  }

  /** Moves it so that its title can still be taken hold of. */
  moveTo(at: Point, room: Size): void {
    this.x = Math.min(room.width - 60, Math.max(60 - this.app.size.width, Math.round(at.x)));
    this.y = Math.min(room.height - TITLE_HEIGHT, Math.max(0, Math.round(at.y)));
  }

  paint(context: Context, active: boolean): void {
    const { x, y, width, height } = this.area;
    context.fillStyle = 'rgba(10, 20, 30, 0.06)';
    for (let reach = SHADOW; reach > 0; reach -= 2) {
      context.beginPath();
      context.roundRect(x - reach + 1, y - reach + 3, width + 2 * reach - 2, height + 2 * reach - 4, CORNER + reach);
      context.fill();
    }
    context.save();
    context.beginPath();
    context.roundRect(x, y, width, height, [CORNER, CORNER, 0, 0]);
    context.clip();
    context.fillStyle = active ? LOOK.titleActive : LOOK.titlePassive;
    context.fillRect(x, y, width, TITLE_HEIGHT);
    context.restore();
    context.fillStyle = LOOK.onTitle;
    context.font = fontOf(TITLE_LETTERS, 'bold');
    const titleY = y + Math.round(TITLE_HEIGHT / 2 - TITLE_LETTERS * (BASE_LINE - 0.36));
    drawLine(context, this.app.title, { x: x + 14, y: titleY, width: width - 60 }, TITLE_LETTERS);
    this.#paintClose(context);
    context.save();
    context.beginPath();
    context.rect(this.inside.x, this.inside.y, this.inside.width, this.inside.height);
    context.clip();
    context.translate(this.inside.x, this.inside.y);
    this.app.paint(context, active);
    context.restore();
  }

  #paintClose(context: Context): void {
    const { x, y } = this.closeButton;
    context.strokeStyle = LOOK.onTitle;
    context.lineWidth = 2;
    context.lineCap = 'round';
    context.beginPath();
    context.moveTo(x + 6, y + 6);
    context.lineTo(x + CLOSE - 6, y + CLOSE - 6);
    context.moveTo(x + CLOSE - 6, y + 6);
    context.lineTo(x + 6, y + CLOSE - 6);
    context.stroke();
  }
}

/** The open windows, the one in front last. */
export class Stack {
  readonly #windows: Window[];

  constructor(windows: readonly Window[]) {
    this.#windows = [...windows];
  }

  /** From the back to the front. */
  get open(): readonly Window[] {
    return this.#windows.filter((window) => window.open);
  }

  /** The one that has the keyboard. */
  get active(): Window | undefined {
    return this.#windows.findLast((window) => window.open);
  }

  at(place: Point): Window | undefined {
    return this.#windows.findLast((window) => window.open && contains(window.area, place));
  }

  raise(window: Window): void {
    this.#windows.splice(this.#windows.indexOf(window), 1);
    this.#windows.push(window);
  }
}
