import type { Novice, NoviceEvent } from '@beside/assist';
import { type Point, type PointerShape, type Size, waitingPicture } from '@beside/desktop';
import { encodePicture, ScreenSender } from '@beside/graphics';
import type { NoviceLink } from '@beside/link';
import type { Area } from '@beside/rdp';
import type { Bandwidth } from '../settings/settings.js';
import type { SharedDesktop } from './shared-desktop.js';

/** What a {@link ScreenShare} works with. */
export interface ScreenShareOptions {
  readonly link: NoviceLink<Novice>;
  readonly desktop: SharedDesktop;
  /** How much of the line the picture may take; asked when the expert begins to see. */
  readonly bandwidth: () => Bandwidth;
  /** The client keeps its size, these pixels, which is too small for the desktop: the upper left part is shown. */
  readonly cut: (size: Size) => void;
  /** The desktop gave no picture; nothing is sent any more. */
  readonly failed: (error: unknown) => void;
}

type Screen = Omit<Extract<NoviceEvent, { type: 'viewing' }>, 'type'>;

/** Shows the desktop to one expert, picture, pointer and monitors, as far as its `Novice` lets them out. */
export class ScreenShare {
  readonly #options: ScreenShareOptions;
  /** There while somebody sees. */
  #sender: ScreenSender | undefined;
  /** The client's. */
  #screen: Screen | undefined;
  #paused = false;
  /** The client shows no pictures at present. */
  #suppressed = false;

  constructor(options: ScreenShareOptions) {
    this.#options = options;
  }

  /** Somebody sees, or would if nothing was paused or suppressed. */
  get shown(): boolean {
    return this.#sender !== undefined;
  }

  /** Shows a plain picture that says what is waited for. */
  wait({ width, height, client }: Screen): void {
    const lines = ['Connected.', 'You see the screen as soon as the other person says yes.'];
    const picture = waitingPicture({ width, height }, lines);
    const rects = encodePicture(client, picture, width, height, width * 4);
    this.#options.link.run((novice) => novice.showWaiting(rects));
  }

  /** The expert may see from here on; {@link start} shows it. */
  begin(screen: Screen): void {
    const { link, desktop, bandwidth, failed } = this.#options;
    this.#screen = screen;
    this.#sender = new ScreenSender(screen.client, screen, {
      bandwidth: bandwidth(),
      capture: () => desktop.capture(),
      send: (rects) => {
        let frameId: number | undefined;
        link.run((novice) => {
          frameId = novice.frame(rects);
        });
        return frameId;
      },
      queuedBytes: () => link.queuedBytes(),
      now: () => performance.now(),
      schedule: (call, ms) => {
        const timer = setTimeout(call, ms);
        return () => clearTimeout(timer);
      },
      onError: failed,
    });
  }

  start(): void {
    this.#tellMonitors();
    if (!this.#screen?.client.desktopResize) this.#tellIfCut();
    this.#showOrNot();
  }

  /** The client has another size, or other abilities. */
  clientChanged(screen: Screen): void {
    this.#screen = screen;
    this.#sender?.clientChanged(screen.client, screen);
    this.#showOrNot();
  }

  setPaused(paused: boolean): void {
    this.#paused = paused;
    this.#showOrNot();
  }

  setSuppressed(suppressed: boolean): void {
    this.#suppressed = suppressed;
    this.#showOrNot();
  }

  refresh(areas: readonly Area[]): void {
    this.#sender?.refresh(areas);
  }

  acknowledged(frameId: number): void {
    this.#sender?.acknowledged(frameId);
  }

  drained(): void {
    this.#sender?.drained();
  }

  /** Something changed on the desktop. */
  damaged(): void {
    this.#sender?.damaged();
  }

  /** The desktop has another size, or other monitors. */
  resized({ width, height }: Size): void {
    let follows = true;
    this.#options.link.run((novice) => {
      follows = novice.resize(width, height);
    });
    this.#tellMonitors();
    if (!follows) this.#tellIfCut();
  }

  pointer(shape: PointerShape | null): void {
    if (!this.#sender) return;
    const image = shape && { ...shape, hotX: shape.hot.x, hotY: shape.hot.y };
    this.#options.link.run((novice) => novice.pointer(image));
  }

  pointerAt({ x, y }: Point): void {
    if (this.#sender) this.#options.link.run((novice) => novice.pointerPosition(x, y));
  }

  /** Nobody sees any more. */
  end(): void {
    this.#sender?.stop();
    this.#sender = undefined;
  }

  /** Sends the whole picture and what changes, unless nobody is to see or to show it just now. */
  #showOrNot(): void {
    if (this.#paused || this.#suppressed) {
      this.#sender?.stop();
      return;
    }
    this.#sender?.start();
    const { pointer } = this.#options.desktop;
    if (pointer !== undefined) this.pointer(pointer);
  }

  #tellMonitors(): void {
    this.#options.link.run((novice) => novice.monitors(this.#options.desktop.desktop.monitors));
  }

  #tellIfCut(): void {
    const { width, height } = this.#options.desktop.desktop.size;
    if (this.#screen && (width > this.#screen.width || height > this.#screen.height))
      this.#options.cut({ width: this.#screen.width, height: this.#screen.height });
  }
}
