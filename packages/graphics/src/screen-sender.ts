import type { Capture, Rect, Size } from '@beside/desktop';
import type { ClientCapabilities, EncodedRect } from '@beside/rdp';
import { BANDWIDTH_STEPS, type Bandwidth, type BandwidthStep } from './bandwidth.js';
import { CoarsePicture } from './coarse-picture.js';
import { Differ } from './differ.js';
import { FrameEncoder } from './frame-encoder.js';
import { InexactTiles } from './inexact-tiles.js';
import { MovingPicture } from './moving-picture.js';
import { Pacer } from './pacer.js';

/** What is not sent inexactly again for so long is made exact, in ms; at least two frames. */
const STILL = 200;

/** What a {@link ScreenSender} works with. */
export interface ScreenSenderOptions {
  /** Takes the desktop's picture; never called while a call runs. */
  capture(): Promise<Capture>;
  /**
   * Sends a frame. The rectangles' data is valid only during the call.
   *
   * @returns the frame's number, or undefined when it was not let out; it then is part of the next frame
   */
  send(rects: readonly EncodedRect[]): number | undefined;
  /** Bytes that wait in the stream to the client. */
  queuedBytes(): number;
  /** A clock in ms that never goes back. */
  now(): number;
  /**
   * Calls once, in `ms` or a little later.
   *
   * @returns takes the call back
   */
  schedule(call: () => void, ms: number): () => void;
  /** A capture failed, or its picture could not be sent; the sender has stopped. */
  onError(error: unknown): void;
  /** How much of the line the picture may take; left out: `high`, as much as there is. */
  readonly bandwidth?: Bandwidth;
}

/**
 * Shows a desktop to one client: captures when something changed and the client keeps up, finds what is different,
 * encodes and sends it. What changes while a frame is on its way is merged into the next. An unchanged desktop costs nothing, once the
 * client has it exactly.
 */
export class ScreenSender {
  readonly #options: ScreenSenderOptions;
  readonly #step: BandwidthStep;
  readonly #differ: Differ;
  /** What is sent in place of the picture, where that is coarse at first. */
  #coarse: CoarsePicture | undefined;
  /** What moves, where the client takes it with loss. */
  #moving: MovingPicture | undefined;
  /** What the client has only about. */
  #inexact: InexactTiles;
  #encoder: FrameEncoder;
  #pacer: Pacer;
  #running = false;
  /** There is, or may be, something to send. */
  #pending = false;
  #capturing = false;
  /** Takes back the call that is scheduled. */
  #cancelWake: (() => void) | undefined;

  /**
   * @param client what the client can show, from its `active` event
   * @param screen its size, from the same event; of a larger desktop only the upper left part is sent
   */
  constructor(client: ClientCapabilities, screen: Size, options: ScreenSenderOptions) {
    this.#options = options;
    this.#step = BANDWIDTH_STEPS[options.bandwidth ?? 'high'];
    this.#differ = new Differ(screen.width, screen.height);
    this.#encoder = new FrameEncoder(client);
    this.#pacer = new Pacer(client.framesInFlight, this.#step.interval);
    this.#coarse = this.#coarseFor(client, screen);
    this.#moving = movingFor(client, screen);
    this.#inexact = this.#inexactFor(screen);
  }

  /** Sends the whole desktop, and from then on what changes. */
  start(): void {
    this.#running = true;
    this.refresh();
  }

  /** Captures and sends no more, until {@link start}. */
  stop(): void {
    this.#running = false;
    this.#sleep();
  }

  /** Something changed on the desktop. */
  damaged(): void {
    this.#pending = true;
    this.#next();
  }

  /** Sends areas (everything without them) whether or not they changed. */
  refresh(areas?: readonly Rect[]): void {
    this.#differ.invalidate(areas);
    this.damaged();
  }

  /** The client was activated again: its screen is empty, of this size, and it may be able to show something else. */
  clientChanged(client: ClientCapabilities, screen: Size): void {
    this.#differ.resize(screen.width, screen.height);
    this.#encoder = new FrameEncoder(client);
    this.#pacer = new Pacer(client.framesInFlight, this.#step.interval);
    this.#coarse = this.#coarseFor(client, screen);
    this.#moving = movingFor(client, screen);
    this.#inexact = this.#inexactFor(screen);
    this.refresh();
  }

  /** The client has a frame. */
  acknowledged(frameId: number): void {
    this.#pacer.acknowledged(frameId, this.#options.now());
    this.#next();
  }

  /** Nothing waits in the stream to the client any more. */
  drained(): void {
    this.#next();
  }

  #coarseFor({ bitsPerPixel }: ClientCapabilities, { width, height }: Size): CoarsePicture | undefined {
    const { coarse } = this.#step;
    // The client's own colours are as coarse as that.
    if (!coarse || (bitsPerPixel <= 16 && coarse >= 5)) return undefined;
    return new CoarsePicture(width, height, coarse);
  }

  #inexactFor({ width, height }: Size): InexactTiles {
    const { interval, tilesPerFrame } = this.#step;
    return new InexactTiles(width, height, { still: Math.max(STILL, 2 * interval), tilesPerFrame });
  }

  /** Begins a capture if one is due, or sees to it that this is asked again in time. */
  #next(): void {
    if (!this.#running || this.#capturing) return;
    this.#sleep();
    const now = this.#options.now();
    const due = this.#pending ? 0 : this.#inexact.due(now);
    if (due === Number.POSITIVE_INFINITY) return;
    const delay = Math.max(due, this.#pacer.delay(this.#options.queuedBytes(), now));
    if (delay === 0) void this.#capture(now);
    else if (delay !== Number.POSITIVE_INFINITY) {
      this.#cancelWake = this.#options.schedule(() => {
        this.#cancelWake = undefined;
        this.#next();
      }, delay);
    }
  }

  #sleep(): void {
    this.#cancelWake?.();
    this.#cancelWake = undefined;
  }

  async #capture(started: number): Promise<void> {
    this.#capturing = true;
    this.#pending = false;
    try {
      const capture = await this.#options.capture();
      this.#capturing = false;
      this.#show(capture, started);
    } catch (error) {
      this.#capturing = false;
      this.stop();
      this.#options.onError(error);
      return;
    }
    this.#next();
  }

  /** Sends what is different in a capture. */
  #show(capture: Capture, started: number): void {
    const options = this.#options;
    const begun = options.now();
    // Also when stopped: the capture's damage is told only once.
    const changed = this.#differ.changed(capture);
    const { exact, lossy } = this.#moving?.divide(changed, begun, this.#pacer.speed) ?? { exact: changed, lossy: NONE };
    const rects = this.#withDue(exact, begun);
    for (const rect of lossy) this.#inexact.mark(rect, begun, true);
    if (rects.length + lossy.length === 0) {
      this.#pacer.idled(started);
      return;
    }
    const encoded = this.#running ? this.#encode(rects, lossy) : [];
    const frameId = this.#running ? options.send(encoded) : undefined;
    if (frameId === undefined) {
      this.#differ.invalidate(rects);
      this.#differ.invalidate(lossy);
      this.#pacer.idled(started);
      return;
    }
    const end = options.now();
    this.#pacer.sent(frameId, started, end, end - begun, bytesOf(encoded));
  }

  /** What is sent without RemoteFX: areas that changed, coarse at first where the step says so, and tiles that are to become exact. */
  #withDue(changed: readonly Rect[], now: number): readonly Rect[] {
    const { pixels } = this.#differ;
    for (const rect of this.#coarse?.reduce(pixels, changed) ?? NONE) this.#inexact.mark(rect, now, false);
    const due = this.#inexact.take(now);
    if (due.length === 0) return changed;
    for (const rect of due) this.#coarse?.copy(pixels, rect);
    return [...changed, ...due];
  }

  #encode(rects: readonly Rect[], lossy: readonly Rect[]): EncodedRect[] {
    const { now } = this.#options;
    const begun = now();
    const exact = this.#encoder.encode(this.#coarse?.pixels ?? this.#differ.pixels, this.#differ.width, rects);
    if (!this.#moving) return exact;
    const between = now();
    this.#moving.codedExactly(rects, between - begun, bytesOf(exact));
    if (lossy.length === 0) return exact;
    const encoded = this.#moving.encode(this.#differ.pixels, this.#differ.width, lossy);
    this.#moving.codedWithLoss(lossy, now() - between, bytesOf(encoded));
    return [...exact, ...encoded];
  }
}

const NONE: readonly Rect[] = [];

function movingFor({ remotefx, maxUpdateSize }: ClientCapabilities, screen: Size): MovingPicture | undefined {
  return remotefx && new MovingPicture(remotefx, screen, maxUpdateSize);
}

function bytesOf(rects: readonly EncodedRect[]): number {
  let bytes = 0;
  for (const { data } of rects) bytes += data.length;
  return bytes;
}
