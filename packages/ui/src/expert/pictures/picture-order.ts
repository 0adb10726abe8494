/** What the page gives the worker, once; the canvas is transferred. */
export interface PictureOrder {
  readonly canvas: OffscreenCanvas;
  /** Of the program, `ws://127.0.0.1:PORT/pictures`. */
  readonly address: string;
  readonly bearer: string;
  /** Of the expert session. */
  readonly expert: string;
}
