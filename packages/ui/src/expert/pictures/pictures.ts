import type { PictureNews, PointerPicture } from './news.js';
import type { PictureOrder } from './picture-order.js';
import type { PictureFigures } from './statistics.js';

/** What a page knows of a session's pictures. */
export interface PictureState {
  /** Of the desktop, in pixels; null before the first. */
  readonly size: { readonly width: number; readonly height: number } | null;
  /** Something of it is on the canvas. */
  readonly shown: boolean;
  readonly pointer: PointerPicture | null | 'default';
  /** Where the novice's pointer is; null when it was not told. */
  readonly pointerAt: { readonly x: number; readonly y: number } | null;
  readonly figures: PictureFigures | null;
  /** Why none come: `lost` for a moment, `taken` by another page, or for good; see {@link PictureNews}. */
  readonly trouble: 'lost' | 'taken' | 'malformed' | 'fault' | null;
}

/** Before anything was told. */
export const NO_PICTURE: PictureState = {
  size: null,
  shown: false,
  pointer: 'default',
  pointerAt: null,
  figures: null,
  trouble: null,
};

/** How news change what a page knows. */
export function afterNews(state: PictureState, news: PictureNews): PictureState {
  switch (news.news) {
    case 'size':
      return { ...state, size: { width: news.width, height: news.height }, shown: false, trouble: null };
    case 'shown':
      return { ...state, shown: true };
    case 'pointer':
      return { ...state, pointer: news.pointer };
    case 'pointer-position':
      return { ...state, pointerAt: { x: news.x, y: news.y } };
    case 'figures':
      return { ...state, figures: news.figures };
    default:
      return { ...state, trouble: news.news };
  }
}

/** A session's pictures on a page: the worker that paints them, and what it tells. */
export class Pictures {
  #state = NO_PICTURE;
  readonly #watchers = new Set<() => void>();

  /** For `useSyncExternalStore`. */
  readonly state = (): PictureState => this.#state;

  /** For `useSyncExternalStore`: calls `changed` after every change; returns the undo. */
  readonly watch = (changed: () => void): (() => void) => {
    this.#watchers.add(changed);
    return () => this.#watchers.delete(changed);
  };

  /**
   * Has a canvas painted.
   *
   * @param canvas a new one: it cannot be given to a worker twice
   * @returns the undo, which ends the worker
   */
  show(canvas: HTMLCanvasElement, order: Omit<PictureOrder, 'canvas'>): () => void {
    const worker = new Worker(new URL('./picture-worker.ts', import.meta.url), { type: 'module' });
    worker.addEventListener('message', ({ data }: MessageEvent<PictureNews>) => this.#set(afterNews(this.#state, data)));
    worker.addEventListener('error', () => this.#set(afterNews(this.#state, { news: 'fault' })));
    const offscreen = canvas.transferControlToOffscreen();
    worker.postMessage({ ...order, canvas: offscreen } satisfies PictureOrder, [offscreen]);
    return () => {
      worker.terminate();
      this.#set(NO_PICTURE);
    };
  }

  #set(state: PictureState): void {
    this.#state = state;
    for (const changed of this.#watchers) changed();
  }
}
