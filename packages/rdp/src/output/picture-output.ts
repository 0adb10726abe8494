import { Writer } from '@beside/bytes';
import type { EncodedRect, PointerImage } from '../picture.js';
import type { ClientCapabilities } from '../server/events.js';
import { writeBitmapUpdates } from './bitmap-update.js';
import { FastPathWriter, UpdateCode } from './fast-path.js';
import { FrameAction, writeFrameMarker } from './frame-marker.js';
import { PointerCache } from './pointer-cache.js';
import { fitPointer, writePointerShape } from './pointer-shape.js';
import { writeSurfaceBits } from './surface-bits.js';

/** A client that acknowledges this frame has them all ([MS-RDPRFX] 2.2.3.1). */
const ALL_FRAMES = 0xffffffff;
/** Longest side of a pointer that fits the updates with 16-bit lengths, in pixels ([MS-RDPBCGR] 2.2.9.1.1.4.4). */
const MAX_NEW_POINTER = 96;

/**
 * Pictures and pointers of one activation, as fast-path output PDUs ([MS-RDPBCGR] 2.2.9.1.2). A client that is activated
 * again has empty caches and needs a new one.
 */
export class PictureOutput {
  readonly #client: ClientCapabilities;
  readonly #fastPath: FastPathWriter;
  readonly #pointers: PointerCache;
  readonly #scratch = new Writer();
  readonly #marked: boolean;
  #lastFrame = 0;

  /**
   * @param overhead bytes of each PDU left free for the security layer
   * @param write takes one whole fast-path PDU; the view is valid only during the call
   */
  constructor(client: ClientCapabilities, overhead: number, write: (bytes: Uint8Array) => void) {
    this.#client = client;
    this.#fastPath = new FastPathWriter(overhead, write);
    this.#pointers = new PointerCache(client.pointer.cacheSize);
    this.#marked = client.surfaceCommands.frameMarker;
  }

  /**
   * Sends the rectangles as one frame, between markers if the client knows them.
   *
   * @returns the frame's number, which {@link frameAcknowledged} gives back once the client has it
   * @throws RangeError a rectangle's data is longer than an update can say, or in a codec that the client did not name
   */
  frame(rects: readonly EncodedRect[]): number {
    this.#lastFrame = this.#lastFrame >= ALL_FRAMES - 1 ? 1 : this.#lastFrame + 1;
    if (this.#marked) writeFrameMarker(this.#fastPath, FrameAction.begin, this.#lastFrame);
    this.#rects(rects);
    if (this.#marked) writeFrameMarker(this.#fastPath, FrameAction.end, this.#lastFrame);
    this.#fastPath.flush();
    return this.#lastFrame;
  }

  /** In order: bitmaps together as far as they follow each other, the others each by itself. */
  #rects(rects: readonly EncodedRect[]): void {
    let from = 0;
    for (let i = 0; i <= rects.length; i++) {
      const rect = rects[i];
      const lossy = rect?.codec === 'remotefx' || rect?.codec === 'nscodec';
      if (rect !== undefined && !lossy) continue;
      if (i > from)
        writeBitmapUpdates(this.#fastPath, from === 0 && i === rects.length ? rects : rects.slice(from, i), this.#scratch);
      from = i + 1;
      if (rect !== undefined) writeSurfaceBits(this.#fastPath, rect, this.#codecId(rect.codec), this.#scratch);
    }
  }

  #codecId(codec: EncodedRect['codec']): number {
    const named = codec === 'remotefx' ? this.#client.remotefx : this.#client.nscodec;
    if (!named) throw new RangeError(`the client takes no ${codec}`);
    return named.id;
  }

  /**
   * Takes the frame number of a Frame Acknowledge PDU ([MS-RDPRFX] 2.2.3.1).
   *
   * @returns the frame that the client now has, with all before it; undefined when it never was sent
   */
  frameAcknowledged(id: number): number | undefined {
    if (id === ALL_FRAMES) return this.#lastFrame;
    return id >= 1 && id <= this.#lastFrame ? id : undefined;
  }

  /**
   * Shows the pointer so, by the client's cache where it has the picture already; null hides it. A picture larger than
   * the client can show is made smaller.
   */
  pointer(image: PointerImage | null): void {
    if (image === null || image.width === 0 || image.height === 0) this.#short(UpdateCode.pointerHidden);
    else this.#pointerShape(fitPointer(image, this.#client.pointer.maxSize));
    this.#fastPath.flush();
  }

  /** Shows the pointer as the client's own arrow. */
  defaultPointer(): void {
    this.#short(UpdateCode.pointerDefault);
    this.#fastPath.flush();
  }

  /** Moves the client's pointer; pixels of the desktop. */
  pointerPosition(x: number, y: number): void {
    this.#fastPath.begin(UpdateCode.pointerPosition, 4).u16(x).u16(y);
    this.#fastPath.end();
    this.#fastPath.flush();
  }

  #pointerShape(image: PointerImage): void {
    const { index, known } = this.#pointers.place(image);
    if (known) {
      this.#fastPath.begin(UpdateCode.cachedPointer, 2).u16(index);
      this.#fastPath.end();
      return;
    }
    const writer = this.#scratch.reset();
    const large = image.width > MAX_NEW_POINTER || image.height > MAX_NEW_POINTER;
    let code: UpdateCode = UpdateCode.colorPointer;
    if (large || this.#client.pointer.newPointers) {
      code = large ? UpdateCode.largePointer : UpdateCode.newPointer;
      writer.u16(32);
    }
    writePointerShape(writer, image, index, code === UpdateCode.colorPointer ? 24 : 32, large);
    this.#fastPath.long(code, writer.view(), NOTHING);
  }

  #short(code: UpdateCode): void {
    this.#fastPath.begin(code, 0);
    this.#fastPath.end();
  }
}

const NOTHING = new Uint8Array(0);
