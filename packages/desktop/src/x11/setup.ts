import type { Fields } from './ffi/fields.js';

/** How the server lays out pixels of one depth in memory. */
interface PixmapFormat {
  readonly bitsPerPixel: number;
  /** Rows are padded to a multiple of this many bits. */
  readonly scanlinePad: number;
}

/** A way to see pixels as colours. */
interface Visual {
  readonly id: number;
  /** 4: TrueColor, 5: DirectColor; smaller ones have no colour masks. */
  readonly colourClass: number;
  readonly redMask: number;
  readonly greenMask: number;
  readonly blueMask: number;
}

/** What the server says of itself when a connection is made, as far as it is used here. */
export interface Setup {
  readonly littleEndianPixels: boolean;
  readonly minKeycode: number;
  readonly maxKeycode: number;
  readonly formats: ReadonlyMap<number, PixmapFormat>;
  readonly root: number;
  readonly rootDepth: number;
  readonly rootVisual: Visual;
  readonly width: number;
  readonly height: number;
}

/**
 * Reads the setup (X Window System Protocol, section 8, "Connection Setup").
 *
 * @param screenNumber the screen that the display name chose
 */
export function readSetup(setup: Fields, screenNumber: number): Setup {
  const vendorLength = setup.u16(24);
  const screens = setup.u8(28);
  const formats = new Map<number, PixmapFormat>();
  let at = 40 + ((vendorLength + 3) & ~3);
  for (let i = setup.u8(29); i > 0; i--, at += 8) {
    formats.set(setup.u8(at), { bitsPerPixel: setup.u8(at + 1), scanlinePad: setup.u8(at + 2) });
  }
  for (let screen = 0; ; screen++) {
    const { visuals, end } = readVisuals(setup, at);
    if (screen === screenNumber || screen === screens - 1) {
      const rootVisual = visuals.find((visual) => visual.id === setup.u32(at + 32));
      if (!rootVisual) throw new RangeError('the X server names a root visual that it does not list');
      return {
        littleEndianPixels: setup.u8(30) === 0,
        minKeycode: setup.u8(34),
        maxKeycode: setup.u8(35),
        formats,
        root: setup.u32(at),
        width: setup.u16(at + 20),
        height: setup.u16(at + 22),
        rootDepth: setup.u8(at + 38),
        rootVisual,
      };
    }
    at = end;
  }
}

/** The visuals of the screen that starts `at`, and where that screen ends. */
function readVisuals(setup: Fields, at: number): { visuals: Visual[]; end: number } {
  const visuals: Visual[] = [];
  let place = at + 40;
  for (let depths = setup.u8(at + 39); depths > 0; depths--) {
    const count = setup.u16(place + 2);
    place += 8;
    for (let i = 0; i < count; i++, place += 24) {
      visuals.push({
        id: setup.u32(place),
        colourClass: setup.u8(place + 4),
        redMask: setup.u32(place + 8),
        greenMask: setup.u32(place + 12),
        blueMask: setup.u32(place + 16),
      });
    }
  }
  return { visuals, end: place };
}
