import type { Desktop, DesktopEvents, Monitor, Point, PointerShape, Rect, Size } from '../../src/desktop.js';
import { until } from '../x-server.js';
import { changed, copied, type Picture } from './pictures.js';

/** A desktop to be judged, and the hands and programs around it that it does not have itself. */
export interface Candidate {
  readonly desktop: Desktop;
  /** Inside of a window on which what is typed shows, after a click there. */
  readonly paper: Rect;
  /** The novice's own mouse clicks at a place. */
  ownPress(at: Point): Promise<void>;
  /** The novice's own keyboard presses and releases a key; PC scan code set 1. */
  ownKey(scancode: number): Promise<void>;
  /** Another program puts text into the clipboard. */
  copies(text: string): Promise<void>;
  /** Another program takes the text out of the clipboard. */
  pastes(): Promise<string | null>;
  /** Puts away what was started for it, after the desktop was closed. */
  leave(): Promise<void>;
}

/** Everything that a desktop told. */
export class Notes implements DesktopEvents {
  damages = 0;
  sizes = 0;
  readonly points: Point[] = [];
  readonly shapes: (PointerShape | null)[] = [];
  readonly clipboards: (string | null)[] = [];
  readonly bars: string[] = [];
  readonly errors: Error[] = [];
  escapes = 0;
  /** How often anything was told. */
  told = 0;

  damaged(): void {
    this.told++;
    this.damages++;
  }
  resized(_size: Size, _monitors: readonly Monitor[]): void {
    this.told++;
    this.sizes++;
  }
  pointerMoved(at: Point): void {
    this.told++;
    this.points.push(at);
  }
  pointerChanged(shape: PointerShape | null): void {
    this.told++;
    this.shapes.push(shape);
  }
  clipboardChanged(text: string | null): void {
    this.told++;
    this.clipboards.push(text);
  }
  escapePressed(): void {
    this.told++;
    this.escapes++;
  }
  barPressed(id: string): void {
    this.told++;
    this.bars.push(id);
  }
  lost(error: Error): void {
    this.told++;
    this.errors.push(error);
  }
}

/** Scan codes, set 1. */
export const KEY = { escape: 0x01, y: 0x15, n: 0x31, a: 0x1e, leftShift: 0x2a, tab: 0x0f, enter: 0x1c } as const;

/** A desktop on trial, and what is done to it again and again. */
export class Trial {
  readonly notes: Notes;
  readonly candidate: Candidate;

  constructor(notes: Notes, candidate: Candidate) {
    this.notes = notes;
    this.candidate = candidate;
  }

  get desktop(): Desktop {
    return this.candidate.desktop;
  }

  get primary(): Monitor {
    return this.desktop.monitors.find((monitor) => monitor.primary) ?? this.desktop.monitors[0]!;
  }

  /** Captures until two in a row find nothing new, and returns the last one, copied. */
  async still(): Promise<Picture> {
    for (let quiet = 0; ; ) {
      const { damage } = await this.desktop.capture();
      quiet = damage.length === 0 ? quiet + 1 : 0;
      if (quiet > 2) return copied(await this.desktop.capture());
      await pause();
    }
  }

  /** Does something and waits until the picture has changed; returns it before and after, and the damage told. */
  async changing(act: () => void | Promise<void>, where?: Rect): Promise<{ before: Picture; after: Picture; damage: Rect[] }> {
    const before = await this.still();
    const damage: Rect[] = [];
    await act();
    const after = await until('the picture to change', async () => {
      const capture = await this.desktop.capture();
      damage.push(...capture.damage);
      return changed(before, capture, where) ? copied(capture) : null;
    });
    return { before, after, damage };
  }

  /** An injected click. */
  click(at: Point): void {
    const { input } = this.desktop;
    input.pointer(at);
    input.button('left', true);
    input.button('left', false);
  }

  /** An injected key. */
  press(scancode: number): void {
    this.desktop.input.key(scancode, true);
    this.desktop.input.key(scancode, false);
  }
}

/** For what has to be given time not to happen. */
export function pause(time = 20): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, time));
}
