import type { Button, Point, Rect, Size } from '../desktop.js';
import type { Context } from '../drawing/canvas.js';
import { contains, intersect } from '../geometry.js';
import type { App, AppHost } from './app.js';
import { Buttons } from './buttons.js';
import type { Key } from './keyboard.js';
import { Notepad } from './notepad.js';
import { Paint } from './paint.js';
import type { PointerName } from './pointers.js';
import { TASK_BAR_HEIGHT, TaskBar } from './task-bar.js';
import { Wallpaper } from './wallpaper.js';
import { Stack, Window } from './windows.js';

/** What the scene tells and asks. */
export interface SceneHost {
  /** This part of the screen looks different from now on. */
  changed(area: Rect): void;
  clipboard(): string | null;
  copy(text: string): void;
}

/** What the pressed mouse is doing. */
type Hold =
  | { readonly type: 'title'; readonly window: Window; readonly grip: Point }
  | { readonly type: 'inside'; readonly window: Window; readonly button: Button };

/** The desktop without its bytes: wallpaper, windows, task bar, and what mouse and keys do to them. */
export class Scene {
  readonly #host: SceneHost;
  readonly #windows: readonly Window[];
  readonly #stack: Stack;
  #size: Size;
  #taskBar: TaskBar;
  #pointer: Point;
  #hold: Hold | null = null;
  #wallpaper: Wallpaper;

  constructor(size: Size, host: SceneHost) {
    this.#host = host;
    this.#size = size;
    this.#wallpaper = new Wallpaper(size, 0);
    this.#pointer = { x: Math.floor(size.width / 2), y: Math.floor(size.height / 2) };
    const room = { width: size.width, height: size.height - TASK_BAR_HEIGHT };
    // Side by side where there is room for it, and one before the other where there is not.
    const left = Math.round(room.width * 0.07);
    const top = Math.round(room.height * 0.1);
    this.#windows = [
      this.#window((inside) => new Notepad(inside), { x: left, y: top }),
      this.#window((inside) => new Paint(inside), { x: Math.round(room.width * 0.52), y: Math.round(room.height * 0.36) }),
      this.#window((inside) => new Buttons(inside), { x: left + 60, y: Math.round(room.height * 0.62) }),
    ];
    for (const window of this.#windows) this.#keepInside(window);
    this.#stack = new Stack([...this.#windows].reverse());
    this.#taskBar = new TaskBar(this.#windows, size);
  }

  get pointer(): Point {
    return this.#pointer;
  }

  /** How the pointer looks where it is. */
  get pointerName(): PointerName {
    if (this.#hold)
      return this.#hold.type === 'title' ? 'arrow' : this.#hold.window.app.pointerAt(this.#hold.window.toInside(this.#pointer));
    if (contains(this.#taskBar.area, this.#pointer)) return this.#taskBar.windowAt(this.#pointer) ? 'hand' : 'arrow';
    const window = this.#stack.at(this.#pointer);
    if (!window) return 'arrow';
    if (contains(window.inside, this.#pointer)) return window.app.pointerAt(window.toInside(this.#pointer));
    return contains(window.closeButton, this.#pointer) ? 'hand' : 'arrow';
  }

  paint(context: Context, area: Rect): void {
    this.#wallpaper.paint(context, area);
    const { active } = this.#stack;
    for (const window of this.#stack.open) {
      if (intersect(window.painted, area)) window.paint(context, window === active);
    }
    if (intersect(this.#taskBar.area, area)) this.#taskBar.paint(context, active);
  }

  movePointer(at: Point): void {
    this.#pointer = {
      x: Math.min(this.#size.width - 1, Math.max(0, Math.round(at.x))),
      y: Math.min(this.#size.height - 1, Math.max(0, Math.round(at.y))),
    };
    if (this.#hold?.type === 'title') {
      const { window, grip } = this.#hold;
      this.#host.changed(window.painted);
      window.moveTo({ x: this.#pointer.x - grip.x, y: this.#pointer.y - grip.y }, this.#room);
      this.#host.changed(window.painted);
    } else if (this.#hold) {
      this.#hold.window.app.drag(this.#hold.window.toInside(this.#pointer));
    }
  }

  button(button: Button, down: boolean): void {
    if (down) this.#press(button);
    else if (this.#hold && (this.#hold.type === 'inside' ? this.#hold.button === button : button === 'left')) this.letGo();
  }

  /** Ends what the pressed mouse is doing. */
  letGo(): void {
    if (this.#hold?.type === 'inside') this.#hold.window.app.release(this.#hold.window.toInside(this.#pointer));
    this.#hold = null;
  }

  /** @param lines positive: up */
  scroll(lines: number): void {
    const window = this.#stack.at(this.#pointer);
    if (window && contains(window.inside, this.#pointer)) window.app.scroll(lines);
  }

  key(key: Key): void {
    this.#stack.active?.app.key(key);
  }

  resize(size: Size): void {
    this.letGo();
    this.#size = size;
    this.#wallpaper = new Wallpaper(size, this.#wallpaper.number);
    this.#taskBar = new TaskBar(this.#windows, size);
    for (const window of this.#windows) window.moveTo(window, this.#room);
    this.movePointer(this.#pointer);
  }

  get #room(): Size {
    return { width: this.#size.width, height: this.#size.height - TASK_BAR_HEIGHT };
  }

  #press(button: Button): void {
    if (this.#hold) return;
    const at = this.#pointer;
    if (contains(this.#taskBar.area, at)) {
      const window = this.#taskBar.windowAt(at);
      if (window) this.#raise(window);
      return;
    }
    const window = this.#stack.at(at);
    if (!window) return;
    this.#raise(window);
    if (contains(window.inside, at)) {
      this.#hold = { type: 'inside', window, button };
      window.app.press(window.toInside(at), button);
    } else if (contains(window.closeButton, at)) {
      this.#close(window);
    } else if (button === 'left') {
      this.#hold = { type: 'title', window, grip: { x: at.x - window.x, y: at.y - window.y } };
    }
  }

  #raise(window: Window): void {
    const former = this.#stack.active;
    if (window === former) return;
    window.open = true;
    this.#stack.raise(window);
    // The one that was in front gets a paler title and loses its caret.
    if (former) this.#host.changed(former.painted);
    this.#host.changed(window.painted);
    this.#host.changed(this.#taskBar.area);
  }

  #close(window: Window): void {
    window.open = false;
    this.#host.changed(window.painted);
    const next = this.#stack.active;
    if (next) this.#host.changed(next.painted);
    this.#host.changed(this.#taskBar.area);
  }

  #keepInside(window: Window): void {
    const { width, height } = window.area;
    window.moveTo(
      {
        x: Math.max(0, Math.min(window.x, this.#room.width - width)),
        y: Math.max(0, Math.min(window.y, this.#room.height - height)),
      },
      this.#room,
    );
  }

  #window(make: (inside: AppHost) => App, at: Point): Window {
    const inside: AppHost = {
      changed: (area) => {
        const shown = intersect({ x: 0, y: 0, ...window.app.size }, area);
        if (window.open && shown) {
          this.#host.changed({ ...shown, x: window.inside.x + shown.x, y: window.inside.y + shown.y });
        }
      },
      clipboard: () => this.#host.clipboard(),
      copy: (text) => this.#host.copy(text),
      wallpaper: (number) => {
        this.#wallpaper = new Wallpaper(this.#size, number);
        this.#host.changed({ x: 0, y: 0, ...this.#size });
      },
    };
    const window: Window = new Window(make(inside), at);
    return window;
  }
}
