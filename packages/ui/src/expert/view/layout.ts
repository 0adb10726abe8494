/** A rectangle; what its unit is says whoever uses it. */
export interface Box {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

export interface Size {
  readonly width: number;
  readonly height: number;
}

/** `fit`: all of it is seen; `actual`: a pixel of the novice's desktop is a pixel of the expert's screen, and what is too much scrolls. */
export type ViewMode = 'fit' | 'actual';

/** Where the picture is, in CSS pixels. */
export interface Layout {
  /** CSS pixels for one pixel of the novice's desktop. */
  readonly scale: number;
  /** The part that is shown, in the scrolled area. */
  readonly frame: Box;
  /** The whole picture, from the corner of the frame, which cuts off the rest. */
  readonly picture: Box;
  /** Each pixel of the novice's is a whole number of the screen's: it is drawn without smoothing. */
  readonly crisp: boolean;
}

/** So much larger than the screen's own pixels a picture is not worth getting blurred for. */
const WORTH_ENLARGING = 1.1;

/**
 * Lays the novice's desktop out in the room there is.
 *
 * @param desktop pixels of the novice's desktop
 * @param part what of it is shown: a monitor, or all
 * @param room CSS pixels
 * @param ratio the screen's pixels for one CSS pixel (`devicePixelRatio`)
 */
export function layOut(desktop: Size, part: Box, room: Size, ratio: number, mode: ViewMode): Layout {
  const own = 1 / ratio;
  const scale = mode === 'actual' ? own : fitting(part, room, own);
  const snap = (value: number) => Math.round(value * ratio) / ratio;
  const width = part.width * scale;
  const height = part.height * scale;
  const zoom = scale * ratio;
  return {
    scale,
    frame: {
      x: Math.max(0, snap((room.width - width) / 2)),
      y: Math.max(0, snap((room.height - height) / 2)),
      width,
      height,
    },
    picture: { x: -part.x * scale, y: -part.y * scale, width: desktop.width * scale, height: desktop.height * scale },
    crisp: Math.abs(zoom - Math.round(zoom)) < 0.001,
  };
}

function fitting(part: Size, room: Size, own: number): number {
  const scale = Math.min(room.width / part.width, room.height / part.height);
  return scale >= own && scale < own * WORTH_ENLARGING ? own : scale;
}

/**
 * The pixel of the novice's desktop at a place; of places outside of what is shown, the nearest one that is.
 *
 * @param x CSS pixels from the left of {@link Layout.frame}; `y` likewise
 */
export function pointAt({ scale }: Layout, part: Box, x: number, y: number): { readonly x: number; readonly y: number } {
  const inside = (at: number, length: number) => Math.max(0, Math.min(Math.floor(at / scale), length - 1));
  return { x: part.x + inside(x, part.width), y: part.y + inside(y, part.height) };
}

/**
 * What is shown of a desktop.
 *
 * @param monitor the chosen one; undefined for all, and nothing but all is shown while it does not lie on the desktop
 */
export function shownPart(desktop: Size, monitor: Box | undefined): Box {
  const all = { x: 0, y: 0, width: desktop.width, height: desktop.height };
  if (monitor === undefined) return all;
  const x = Math.max(0, monitor.x);
  const y = Math.max(0, monitor.y);
  const width = Math.min(monitor.x + monitor.width, desktop.width) - x;
  const height = Math.min(monitor.y + monitor.height, desktop.height) - y;
  return width > 0 && height > 0 ? { x, y, width, height } : all;
}
