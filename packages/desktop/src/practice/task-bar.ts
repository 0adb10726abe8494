import type { Point, Rect, Size } from '../desktop.js';
import { type Context, fontOf } from '../drawing/canvas.js';
import { cutText, drawLine, LINE_HEIGHT } from '../drawing/text.js';
import { contains } from '../geometry.js';
import { LETTERS, LOOK } from './look.js';
import type { Window } from './windows.js';

/** Pixels. */
export const TASK_BAR_HEIGHT = 44;
const MARGIN = 6;
const WIDEST_TASK = 150;

/** The bar at the foot of the desktop: a button for each window, open or closed. */
export class TaskBar {
  readonly #windows: readonly Window[];
  readonly #size: Size;

  constructor(windows: readonly Window[], screen: Size) {
    this.#windows = windows;
    this.#size = screen;
  }

  get area(): Rect {
    return { x: 0, y: this.#size.height - TASK_BAR_HEIGHT, width: this.#size.width, height: TASK_BAR_HEIGHT };
  }

  windowAt(at: Point): Window | undefined {
    return this.#windows.find((_, index) => contains(this.#task(index), at));
  }

  paint(context: Context, active: Window | undefined): void {
    const { x, y, width, height } = this.area;
    context.fillStyle = LOOK.taskBar;
    context.fillRect(x, y, width, height);
    context.font = fontOf(LETTERS);
    const lineHeight = Math.round(LETTERS * LINE_HEIGHT);
    for (const [index, window] of this.#windows.entries()) {
      const task = this.#task(index);
      if (window.open) {
        context.fillStyle = window === active ? LOOK.taskActive : LOOK.task;
        context.beginPath();
        context.roundRect(task.x, task.y, task.width, task.height, 6);
        context.fill();
      }
      context.fillStyle = window.app.colour;
      context.beginPath();
      context.roundRect(task.x + 10, task.y + task.height / 2 - 7, 14, 14, 4);
      context.fill();
      context.fillStyle = LOOK.onTitle;
      const box = { x: task.x + 32, y: task.y + Math.round((task.height - lineHeight) / 2), width: task.width - 40 };
      drawLine(context, cutText(context, window.app.title, box.width), box, LETTERS);
    }
  }

  #task(index: number): Rect {
    const width = Math.min(WIDEST_TASK, Math.floor((this.#size.width - MARGIN) / this.#windows.length) - MARGIN);
    return { x: MARGIN + index * (width + MARGIN), y: this.area.y + MARGIN, width, height: TASK_BAR_HEIGHT - 2 * MARGIN };
  }
}
