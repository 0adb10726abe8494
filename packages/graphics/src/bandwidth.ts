import { FRAME_INTERVAL } from './pacer.js';

/** Four steps, from a slow line to a fast one. */
export type Bandwidth = 'low' | 'medium' | 'medium-high' | 'high';

/** What a step means. */
export interface BandwidthStep {
  /** Shortest time between two frames, in ms. */
  readonly interval: number;
  /** How what changes is shown at first; undefined: as it is. */
  readonly coarse: Coarseness | undefined;
  /** Most tiles that a frame makes exact which were not at first. */
  readonly tilesPerFrame: number;
}

/** Bits of each colour that a picture has at first. */
export type Coarseness = 4 | 5 | 6;

/**
 * The steps. With fewer bits a colour, neighbours are more often the same, which the lossless codecs are good at: what is drawn in
 * gradients and photographs becomes a fraction of itself, and text stays what it is. Sizes are in docs/benchmarks.md.
 */
export const BANDWIDTH_STEPS: Readonly<Record<Bandwidth, BandwidthStep>> = {
  low: { interval: 200, coarse: 4, tilesPerFrame: 16 },
  medium: { interval: 100, coarse: 5, tilesPerFrame: 32 },
  'medium-high': { interval: 50, coarse: 6, tilesPerFrame: 64 },
  high: { interval: FRAME_INTERVAL, coarse: undefined, tilesPerFrame: 128 },
};
