import type { Novice } from '@beside/assist';
import type { Point, PointerShape, Size } from '@beside/desktop';
import { ScreenSender } from '@beside/graphics';
import type { NoviceLink } from '@beside/link';
import type { ClientCapabilities } from '@beside/rdp';
import type { SharedDesktop } from './shared-desktop.js';

/** Shows the desktop to one expert, picture and pointer, as far as its `Novice` lets them out. */
export class ScreenShare {
  readonly sender: ScreenSender;
  readonly #link: NoviceLink<Novice>;
  readonly #desktop: SharedDesktop;

  /**
   * @param screen the client's, of this size
   * @param failed the desktop gave no picture; nothing is sent any more
   */
  constructor(
    client: ClientCapabilities,
    screen: Size,
    link: NoviceLink<Novice>,
    desktop: SharedDesktop,
    failed: (error: unknown) => void,
  ) {
    this.#link = link;
    this.#desktop = desktop;
    this.sender = new ScreenSender(client, screen, {
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

  /** Sends everything anew, and goes on with what changes. */
  start(): void {
    this.sender.start();
    const { pointer } = this.#desktop;
    if (pointer !== undefined) this.pointer(pointer);
  }

  pointer(shape: PointerShape | null): void {
    const image = shape && { ...shape, hotX: shape.hot.x, hotY: shape.hot.y };
    this.#link.run((novice) => novice.pointer(image));
  }

  pointerAt({ x, y }: Point): void {
    this.#link.run((novice) => novice.pointerPosition(x, y));
  }
}
