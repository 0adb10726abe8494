import {
  type Capture,
  type Desktop,
  type DesktopEvents,
  openPractice,
  openX11,
  type Point,
  type PointerShape,
  type Size,
} from '@beside/desktop';

/** What a session hears of the desktop. */
export type DesktopWatcher = Pick<
  DesktopEvents,
  'damaged' | 'pointerMoved' | 'pointerChanged' | 'escapePressed' | 'barPressed'
> & { resized(size: Size): void };

/** The desktop that an invitation shows, shared by every connection that comes in on it, one after the other or at once. */
export class SharedDesktop {
  readonly #watchers = new Set<DesktopWatcher>();
  #desktop: Desktop | undefined;
  #pointer: PointerShape | null | undefined;
  #capturing: Promise<unknown> = Promise.resolve();

  /**
   * Opens a desktop.
   *
   * @param display an X display name, `practice` for the drawn one, undefined for the environment's display
   * @param lost called once, when the desktop is gone
   * @throws DesktopError
   */
  static async open(display: string | undefined, lost: (error: Error) => void): Promise<SharedDesktop> {
    const shared = new SharedDesktop();
    const events = shared.#events(lost);
    shared.#desktop =
      display === 'practice' ? await openPractice({}, events) : await openX11(display === undefined ? {} : { display }, events);
    return shared;
  }

  get desktop(): Desktop {
    if (!this.#desktop) throw new Error('the desktop is not open yet');
    return this.#desktop;
  }

  /** The pointer's shape; null: hidden; undefined: not known yet. */
  get pointer(): PointerShape | null | undefined {
    return this.#pointer;
  }

  watch(watcher: DesktopWatcher): void {
    this.#watchers.add(watcher);
  }

  unwatch(watcher: DesktopWatcher): void {
    this.#watchers.delete(watcher);
  }

  /** Takes a picture, after the one that may still be under way for a session that has just ended. */
  capture(): Promise<Capture> {
    const capture = this.#capturing.then(() => this.desktop.capture());
    this.#capturing = capture.catch(() => undefined);
    return capture;
  }

  #events(lost: (error: Error) => void): DesktopEvents {
    const tell = (call: (watcher: DesktopWatcher) => void) => {
      for (const watcher of [...this.#watchers]) call(watcher);
    };
    return {
      damaged: () => tell((watcher) => watcher.damaged()),
      resized: (size: Size) => tell((watcher) => watcher.resized(size)),
      pointerMoved: (at: Point) => tell((watcher) => watcher.pointerMoved(at)),
      pointerChanged: (shape: PointerShape | null) => {
        this.#pointer = shape;
        tell((watcher) => watcher.pointerChanged(shape));
      },
      // The clipboard is not shared in this kind of session.
      clipboardChanged: () => undefined,
      escapePressed: () => tell((watcher) => watcher.escapePressed()),
      barPressed: (id: string) => tell((watcher) => watcher.barPressed(id)),
      lost,
    };
  }
}
