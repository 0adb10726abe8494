import type { Desktop, DesktopEvents, Monitor, Point, PointerShape, Size } from '../../src/desktop.js';
import { openX11 } from '../../src/x11/index.js';

/** Everything that a desktop told, in order. */
export class Told implements DesktopEvents {
  damages = 0;
  readonly sizes: { size: Size; monitors: readonly Monitor[] }[] = [];
  readonly points: Point[] = [];
  readonly shapes: (PointerShape | null)[] = [];
  readonly clipboards: (string | null)[] = [];
  readonly bars: string[] = [];
  readonly errors: Error[] = [];
  escapes = 0;

  damaged(): void {
    this.damages++;
  }

  resized(size: Size, monitors: readonly Monitor[]): void {
    this.sizes.push({ size, monitors });
  }

  pointerMoved(at: Point): void {
    this.points.push(at);
  }

  pointerChanged(shape: PointerShape | null): void {
    this.shapes.push(shape);
  }

  clipboardChanged(text: string | null): void {
    this.clipboards.push(text);
  }

  escapePressed(): void {
    this.escapes++;
  }

  barPressed(id: string): void {
    this.bars.push(id);
  }

  lost(error: Error): void {
    this.errors.push(error);
  }
}

/** Opens a display and notes what it tells. */
export async function openTold(display: string): Promise<{ desktop: Desktop; told: Told }> {
  const told = new Told();
  return { desktop: await openX11({ display }, told), told };
}
