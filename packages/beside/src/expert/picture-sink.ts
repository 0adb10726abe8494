import type { PointerImage, ReceivedRect } from '@beside/rdp';

/** Takes what a novice's screen shows, in order. Views are valid only during the call. */
export interface PictureSink {
  /** The connection stands, with this size in pixels: nothing that was painted counts any more, nor do palette and pointer. */
  reset(width: number, height: number): void;
  /** The novice said yes: what is painted from here on is of the desktop, and before it was a waiting picture. */
  begin(): void;
  /** @throws ProtocolError what was sent makes no picture, which ends the session */
  paint(rects: readonly ReceivedRect[]): void;
  /** @param colors 256 of them, 0xffRRGGBB, for rectangles of 8 bits a pixel */
  setPalette(colors: Uint32Array): void;
  /** `null`: hidden; `default`: an arrow. */
  setPointer(image: PointerImage | null | 'default'): void;
  /** The novice's computer moved the pointer, in pixels of the desktop. */
  movePointer(x: number, y: number): void;
  /** Everything before it belongs together; to be acknowledged once it is where it is to be seen. */
  endFrame(frameId: number): void;
}

/** What a sink may ask of the session whose pictures it takes; without effect when that is over. */
export interface PictureSource {
  /** The frame is painted, or never will be: the novice sends the next. */
  acknowledge(frameId: number): void;
  /** Pictures are not wanted for now, or are again. */
  suppress(suppressed: boolean): void;
  /** Asks for the whole picture anew. */
  refresh(): void;
}
