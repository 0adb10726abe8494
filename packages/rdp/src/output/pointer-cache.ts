import type { PointerImage } from '../picture.js';

/** Most pictures that are remembered, whatever number the client claims to keep. */
const MAX_ENTRIES = 32;

interface Entry {
  readonly index: number;
  readonly image: PointerImage;
}

/** What the client's pointer cache holds ([MS-RDPBCGR] 2.2.7.1.5); the picture used longest ago makes room. */
export class PointerCache {
  readonly #size: number;
  /** Most recently used first. */
  readonly #entries: Entry[] = [];

  /** @param size as in `ClientCapabilities`; 0: every picture is new, in slot 0 */
  constructor(size: number) {
    this.#size = Math.min(size, MAX_ENTRIES);
  }

  /**
   * Finds the slot of a picture, or gives it one.
   *
   * @returns `known`: the client has it already
   */
  place(image: PointerImage): { readonly index: number; readonly known: boolean } {
    const at = this.#entries.findIndex((entry) => sameImage(entry.image, image));
    const [found] = at < 0 ? [] : this.#entries.splice(at, 1);
    if (found !== undefined) {
      this.#entries.unshift(found);
      return { index: found.index, known: true };
    }
    if (this.#size === 0) return { index: 0, known: false };
    const index = this.#entries.length < this.#size ? this.#entries.length : this.#entries.pop()!.index;
    this.#entries.unshift({ index, image: { ...image, pixels: image.pixels.slice() } });
    return { index, known: false };
  }
}

function sameImage(a: PointerImage, b: PointerImage): boolean {
  if (a.width !== b.width || a.height !== b.height || a.hotX !== b.hotX || a.hotY !== b.hotY) return false;
  for (let i = 0; i < a.pixels.length; i++) if (a.pixels[i] !== b.pixels[i]) return false;
  return true;
}
