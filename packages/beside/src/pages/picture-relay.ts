import type { PointerImage, ReceivedRect } from '@beside/rdp';
import { RemoteFxHeaders, writePictureMessage } from '@beside/rdp/codecs';
import type { PictureSink, PictureSource } from '../expert/picture-sink.js';
import type { PictureFeed, PictureTaker } from './app.js';
import type { PictureNote } from './protocol.js';

/** Bytes that may wait for a slow page; with more of them, nothing is sent until it has taken all. */
const QUEUE_LIMIT = 8 * 1024 * 1024;
/** Frames that a page may have got and not painted, likewise. A novice of Beside stops at a handful by itself. */
const UNPAINTED_LIMIT = 64;

/**
 * An expert session's pictures, still coded, on their way to a page. Nothing is kept here but what a page needs that comes later:
 * palette, pointer and the headers of RemoteFX. Without a page, and while one is behind, the novice is told to send nothing; then the
 * whole picture is asked for anew. A frame is acknowledged when the page has painted it.
 */
export class PictureRelay implements PictureSink {
  /** Once there is a session. */
  #source: PictureSource | undefined;
  #taker: PictureTaker | undefined;
  #size: { readonly width: number; readonly height: number } | undefined;
  #palette: PictureNote | undefined;
  #pointer: PictureNote | undefined;
  #pointerPosition: PictureNote | undefined;
  #remoteFx = new RemoteFxHeaders();
  /** The page's decoder knows the headers, and the frame that goes on. */
  #remoteFxBegun = false;
  /** The novice said yes. */
  #begun = false;
  /** The page is behind. */
  #holds = false;
  /** Frames that the page has to paint, in order. */
  readonly #unpainted = new Set<number>();

  /** The session has begun; a page may have come before. */
  from(source: PictureSource): this {
    this.#source = source;
    return this;
  }

  /** Gives a page the pictures from now on. An earlier one gets no more. */
  attach(taker: PictureTaker): PictureFeed {
    this.#taker?.end('taken');
    this.#forgetFrames();
    this.#taker = taker;
    this.#holds = false;
    if (this.#size) this.#introduce(this.#size);
    if (this.#begun) this.#resume();
    const isCurrent = () => this.#taker === taker;
    return {
      painted: (frameId) => {
        if (isCurrent()) this.#painted(frameId);
      },
      drained: () => {
        if (isCurrent()) this.#look();
      },
      close: () => {
        if (isCurrent()) this.#detach();
      },
    };
  }

  /** The session is over. */
  end(): void {
    const taker = this.#taker;
    this.#taker = undefined;
    this.#unpainted.clear();
    taker?.end('over');
  }

  reset(width: number, height: number): void {
    this.#size = { width, height };
    this.#palette = undefined;
    this.#pointer = undefined;
    this.#pointerPosition = undefined;
    this.#remoteFx = new RemoteFxHeaders();
    this.#remoteFxBegun = false;
    this.#taker?.note({ note: 'reset', width, height });
  }

  begin(): void {
    this.#begun = true;
    this.#remoteFxBegun = false;
    if (!this.#taker) this.#source?.suppress(true);
    else if (this.#size) this.#introduce(this.#size);
  }

  paint(rects: readonly ReceivedRect[]): void {
    if (this.#taker && this.#isFull(this.#taker)) this.#hold();
    const taker = this.#holds ? undefined : this.#taker;
    let skipped: Set<ReceivedRect> | undefined;
    for (const rect of rects) {
      if (rect.codec !== 'remotefx') continue;
      const begins = this.#remoteFx.take(rect.data);
      if (!taker || this.#remoteFxBegun) continue;
      if (begins) this.#beginRemoteFx(taker);
      else skipped = (skipped ?? new Set()).add(rect);
    }
    taker?.picture(writePictureMessage(skipped ? rects.filter((rect) => !skipped.has(rect)) : rects));
  }

  setPalette(colors: Uint32Array): void {
    this.#palette = { note: 'palette', colors: [...colors] };
    this.#taker?.note(this.#palette);
  }

  setPointer(image: PointerImage | null | 'default'): void {
    this.#pointer = { note: 'pointer', image: image === null || image === 'default' ? image : pictured(image) };
    this.#taker?.note(this.#pointer);
  }

  movePointer(x: number, y: number): void {
    this.#pointerPosition = { note: 'pointer-position', x, y };
    this.#taker?.note(this.#pointerPosition);
  }

  endFrame(frameId: number): void {
    if (this.#taker && this.#isFull(this.#taker)) this.#hold();
    if (!this.#taker || this.#holds) {
      this.#source?.acknowledge(frameId);
      return;
    }
    this.#unpainted.add(frameId);
    this.#taker.note({ note: 'frame-end', frameId });
  }

  /** Tells a page that comes in the middle what it missed, but for the picture. */
  #introduce(size: { readonly width: number; readonly height: number }): void {
    const notes: (PictureNote | undefined)[] = [{ note: 'reset', ...size }, this.#palette, this.#pointer, this.#pointerPosition];
    for (const note of notes) if (note) this.#taker?.note(note);
  }

  /** The novice sends again, beginning with the whole picture. */
  #resume(): void {
    this.#remoteFxBegun = false;
    this.#source?.suppress(false);
    this.#source?.refresh();
  }

  #detach(): void {
    this.#taker = undefined;
    this.#forgetFrames();
    if (this.#begun) this.#source?.suppress(true);
  }

  #hold(): void {
    if (this.#holds) return;
    this.#holds = true;
    this.#source?.suppress(true);
  }

  #isFull(taker: PictureTaker): boolean {
    return taker.queued() > QUEUE_LIMIT || this.#unpainted.size >= UNPAINTED_LIMIT;
  }

  /** Whether the page, having been behind, no longer is. */
  #look(): void {
    if (!this.#holds || this.#unpainted.size > 0 || this.#taker?.queued() !== 0) return;
    this.#holds = false;
    this.#resume();
  }

  /** With a frame all before it are painted. */
  #painted(frameId: number): void {
    if (!this.#unpainted.has(frameId)) return;
    for (const one of this.#unpainted) {
      this.#unpainted.delete(one);
      this.#source?.acknowledge(one);
      if (one === frameId) break;
    }
    this.#look();
  }

  /** Nobody paints them any more, and the novice waits for each. */
  #forgetFrames(): void {
    for (const frameId of this.#unpainted) this.#source?.acknowledge(frameId);
    this.#unpainted.clear();
  }

  #beginRemoteFx(taker: PictureTaker): void {
    this.#remoteFxBegun = true;
    const data = this.#remoteFx.message();
    if (!data || !this.#size) return;
    const { width, height } = this.#size;
    const place = { x: 0, y: 0, width, height, codedWidth: width, codedHeight: height };
    taker.picture(writePictureMessage([{ ...place, codec: 'remotefx', bitsPerPixel: 32, data }]));
  }
}

function pictured({ width, height, hotX, hotY, pixels }: PointerImage) {
  const bytes = Buffer.from(pixels.buffer, pixels.byteOffset, pixels.byteLength);
  return { width, height, hotX, hotY, pixels: bytes.toString('base64') };
}
