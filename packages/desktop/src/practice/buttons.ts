import type { Button, Point, Rect } from '../desktop.js';
import { type Context, fontOf } from '../drawing/canvas.js';
import { drawLine } from '../drawing/text.js';
import { contains } from '../geometry.js';
import type { App, AppHost } from './app.js';
import type { Key } from './keyboard.js';
import { LETTERS, LOOK, paintPill } from './look.js';
import type { PointerName } from './pointers.js';
import { WALLPAPERS } from './wallpaper.js';

const WIDTH = 300;
const COUNT: Rect = { x: 20, y: 16, width: WIDTH - 40, height: 64 };
const PRESS: Rect = { x: 20, y: 88, width: 160, height: 38 };
const AGAIN: Rect = { x: 190, y: 88, width: 90, height: 38 };
const SWATCHES = WALLPAPERS.map((_, index) => ({ x: 20 + index * 68, y: 176, width: 56, height: 40 }));

/** A counter to press, and wallpapers to choose: small changes and one of the whole screen. */
export class Buttons implements App {
  readonly title = 'Buttons';
  readonly colour = '#e08a3c';
  readonly size = { width: WIDTH, height: 236 };
  readonly #host: AppHost;
  #count = 0;
  #chosen = 0;

  constructor(host: AppHost) {
    this.#host = host;
  }

  paint(context: Context): void {
    context.fillStyle = LOOK.panel;
    context.fillRect(0, 0, this.size.width, this.size.height);
    context.fillStyle = LOOK.paper;
    context.fillRect(COUNT.x, COUNT.y, COUNT.width, COUNT.height);
    context.strokeStyle = LOOK.line;
    context.lineWidth = 1;
    context.strokeRect(COUNT.x + 0.5, COUNT.y + 0.5, COUNT.width - 1, COUNT.height - 1);
    context.fillStyle = LOOK.accent;
    context.font = fontOf(36, 'bold');
    drawLine(context, String(this.#count), { ...COUNT, y: COUNT.y + 6 }, 36, 'center');
    paintPill(context, PRESS, LOOK.accent, 'Press me', LOOK.onAccent);
    paintPill(context, AGAIN, LOOK.line, 'From 0', LOOK.text);
    context.fillStyle = LOOK.faint;
    context.font = fontOf(LETTERS - 1);
    drawLine(context, `Wallpaper: ${WALLPAPERS[this.#chosen]!.name}`, { x: 20, y: 146, width: WIDTH - 40 }, LETTERS - 1);
    for (const [index, area] of SWATCHES.entries()) {
      const { sky, hills } = WALLPAPERS[index]!;
      context.fillStyle = sky[0];
      context.fillRect(area.x, area.y, area.width, area.height);
      context.fillStyle = hills[1];
      context.fillRect(area.x, area.y + area.height * 0.6, area.width, area.height * 0.4);
      if (index !== this.#chosen) continue;
      context.strokeStyle = LOOK.accent;
      context.lineWidth = 3;
      context.strokeRect(area.x - 2.5, area.y - 2.5, area.width + 5, area.height + 5);
    }
  }

  pointerAt(at: Point): PointerName {
    return [PRESS, AGAIN, ...SWATCHES].some((area) => contains(area, at)) ? 'hand' : 'arrow';
  }

  press(at: Point, button: Button): void {
    if (button !== 'left') return;
    if (contains(PRESS, at)) this.#show(this.#count + 1);
    else if (contains(AGAIN, at)) this.#show(0);
    const swatch = SWATCHES.findIndex((area) => contains(area, at));
    if (swatch < 0) return;
    this.#chosen = swatch;
    this.#host.wallpaper(swatch);
    this.#host.changed({ x: 0, y: 0, ...this.size });
  }

  drag(): void {}
  release(): void {}

  key(key: Key): void {
    if ((key.type === 'named' && key.name === 'Enter') || (key.type === 'character' && key.text === ' '))
      this.#show(this.#count + 1);
  }

  scroll(lines: number): void {
    this.#show(Math.max(0, this.#count + Math.sign(lines)));
  }

  #show(count: number): void {
    this.#count = count;
    this.#host.changed(COUNT);
  }
}
