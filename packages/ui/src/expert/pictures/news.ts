import type { PictureFigures } from './statistics.js';

/** A pointer's picture. */
export interface PointerPicture {
  readonly width: number;
  readonly height: number;
  readonly hotX: number;
  readonly hotY: number;
  /** RGBA rows, straight alpha. */
  readonly pixels: Uint8ClampedArray<ArrayBuffer>;
}

/** What the worker tells the page. */
export type PictureNews =
  /** The canvas has this size, and nothing is on it. */
  | { readonly news: 'size'; readonly width: number; readonly height: number }
  /** The first frame of that size is on the canvas. */
  | { readonly news: 'shown' }
  /** Null: hidden; `default`: an arrow. */
  | { readonly news: 'pointer'; readonly pointer: PointerPicture | null | 'default' }
  /** Where the novice's pointer is, in pixels of the desktop. */
  | { readonly news: 'pointer-position'; readonly x: number; readonly y: number }
  | { readonly news: 'figures'; readonly figures: PictureFigures }
  /** No pictures come; the worker goes on trying. */
  | { readonly news: 'lost' }
  /** Another page shows this session now; the worker does no more. */
  | { readonly news: 'taken' }
  /** A mistake in Beside ended the worker, or this browser lacks what it needs. */
  | { readonly news: 'fault' }
  /** What came cannot be understood; the worker does no more. `reason` is for whoever looks into it. */
  | { readonly news: 'malformed'; readonly reason: string };
