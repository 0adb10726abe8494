import type { Button, Point, Rect, Size } from '../desktop.js';
import type { Context } from '../drawing/canvas.js';
import type { Key } from './keyboard.js';
import type { PointerName } from './pointers.js';

/** What a window's inside can ask of the desktop it is on. Areas count from the inside's top left corner. */
export interface AppHost {
  /** This part of the inside looks different from now on. */
  changed(area: Rect): void;
  clipboard(): string | null;
  copy(text: string): void;
  /** Another of the wallpapers, by its number. */
  wallpaper(number: number): void;
}

/** The inside of a window. Places count from its top left corner, in pixels. */
export interface App {
  readonly title: string;
  /** The colour of its sign in the task bar. */
  readonly colour: string;
  readonly size: Size;
  /** @param active whether the keyboard is on it */
  paint(context: Context, active: boolean): void;
  pointerAt(at: Point): PointerName;
  /** A button went down on it; until it goes up again `drag` tells where the pointer is, also outside. */
  press(at: Point, button: Button): void;
  drag(at: Point): void;
  release(at: Point): void;
  key(key: Key): void;
  /** @param lines positive: up, away from the person */
  scroll(lines: number): void;
}
