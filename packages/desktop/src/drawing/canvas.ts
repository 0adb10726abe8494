import { createRequire } from 'node:module';
import type * as CanvasModule from '@napi-rs/canvas';

/** What is drawn on: the browser's 2D context, in Node. */
export type Context = CanvasModule.SKRSContext2D;

const require = createRequire(import.meta.url);

/**
 * The typefaces, each under a name of our own, so that a font of the same name on the computer never gets into a picture.
 * A character that DejaVu does not have (Chinese, say) comes from the computer's fonts, if one has it.
 */
const FACES = [
  { path: () => require.resolve('dejavu-fonts-ttf/ttf/DejaVuSans.ttf'), family: 'Beside Sans' },
  { path: () => require.resolve('dejavu-fonts-ttf/ttf/DejaVuSans-Bold.ttf'), family: 'Beside Sans Bold' },
] as const;

let loaded: typeof CanvasModule | undefined;

/**
 * The drawing library, with the fonts. Loaded at the first call and not before, since it takes some 35 MB of memory that a
 * program which never draws should not pay.
 *
 * @throws Error when the library has no build for this computer
 */
export function canvasModule(): typeof CanvasModule {
  if (!loaded) {
    const module = require('@napi-rs/canvas') as typeof CanvasModule;
    for (const { path, family } of FACES) module.GlobalFonts.registerFromPath(path(), family);
    loaded = module;
  }
  return loaded;
}

/**
 * @param size of the letters, in pixels
 * @returns a value for a context's `font`
 */
export function fontOf(size: number, weight: 'regular' | 'bold' = 'regular'): string {
  return `${size}px "${weight === 'bold' ? 'Beside Sans Bold' : 'Beside Sans'}"`;
}
