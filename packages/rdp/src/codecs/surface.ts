/** Pixels that a decoder draws on. */
export interface Surface {
  /** 0xffRRGGBB, rows top down, `width` pixels each. */
  readonly pixels: Uint32Array;
  readonly width: number;
  readonly height: number;
}
