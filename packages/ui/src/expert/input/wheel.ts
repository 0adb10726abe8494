import type { PageInput } from 'beside/protocol';

/** What a wheel turns by in one notch, in pixels as Chromium and Firefox report it on Windows and X11. */
const PIXELS_A_NOTCH = 100;
/** Lines that one notch scrolls, as systems are set unless somebody changes it. */
const LINES_A_NOTCH = 3;
/** What RDP has for one notch ([MS-RDPBCGR] 2.2.8.1.1.3.1.1.3, WheelRotationMask). */
const NOTCH = 120;
/** WheelRotationMask has nine bits with the sign. */
const MAX_ROTATION = 255;

/** What of a `WheelEvent` counts; `deltaMode` 0: pixels, 1: lines, 2: pages. */
export interface WheelTurn {
  readonly deltaX: number;
  readonly deltaY: number;
  readonly deltaMode: number;
}

/**
 * Turns of the wheel in 1/120 of a notch. Touchpads turn by fractions of that: what is left over is kept for the next turn in
 * the same direction.
 */
export class Wheel {
  readonly #left = { vertical: 0, horizontal: 0 };

  /** The input of one turn, without any when it is less than one step; the page's own scale is positive down and right. */
  turn({ deltaX, deltaY, deltaMode }: WheelTurn): PageInput[] {
    return [...this.#axis('vertical', -deltaY, deltaMode), ...this.#axis('horizontal', deltaX, deltaMode)];
  }

  /** Forgets what is left over. */
  reset(): void {
    this.#left.vertical = 0;
    this.#left.horizontal = 0;
  }

  #axis(axis: 'vertical' | 'horizontal', delta: number, mode: number): PageInput[] {
    if (delta === 0) return [];
    if (delta * this.#left[axis] < 0) this.#left[axis] = 0;
    const total = this.#left[axis] + delta * unitsOf(mode);
    const whole = Math.trunc(total);
    this.#left[axis] = total - whole;
    const rotation = Math.max(-MAX_ROTATION, Math.min(whole, MAX_ROTATION));
    return rotation === 0 ? [] : [{ type: 'wheel', axis, rotation }];
  }
}

function unitsOf(mode: number): number {
  if (mode === 0) return NOTCH / PIXELS_A_NOTCH;
  return mode === 1 ? NOTCH / LINES_A_NOTCH : NOTCH;
}
