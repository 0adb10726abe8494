import type { ReceivedRect } from '@beside/rdp';

type Codec = ReceivedRect['codec'];

/** How pictures came within the last second or so. */
export interface PictureFigures {
  readonly framesPerSecond: number;
  readonly kilobitsPerSecond: number;
  /** ms of one frame on average, to decode and to paint; 0 without a frame. */
  readonly decode: number;
  readonly paint: number;
  /** Each codec's part of the bytes, 0 to 1, the largest first. */
  readonly codecs: readonly { readonly codec: Codec; readonly share: number }[];
}

/** Counts pictures between two readings. */
export class PictureStatistics {
  #since: number;
  #bytes = 0;
  #frames = 0;
  #decode = 0;
  #paint = 0;
  readonly #codecs = new Map<Codec, number>();

  /** @param now ms, of any clock that goes evenly */
  constructor(now: number) {
    this.#since = now;
  }

  /** @param bytes of the whole message; @param took ms to decode it */
  decoded(rects: readonly ReceivedRect[], bytes: number, took: number): void {
    this.#bytes += bytes;
    this.#decode += took;
    for (const { codec, data } of rects) this.#codecs.set(codec, (this.#codecs.get(codec) ?? 0) + data.length);
  }

  /** @param took ms */
  painted(took: number): void {
    this.#frames++;
    this.#paint += took;
  }

  /** The figures since the last reading; from here on it counts anew. */
  read(now: number): PictureFigures {
    const seconds = Math.max(now - this.#since, 1) / 1000;
    const data = [...this.#codecs.values()].reduce((sum, bytes) => sum + bytes, 0);
    const figures = {
      framesPerSecond: this.#frames / seconds,
      kilobitsPerSecond: (this.#bytes * 8) / 1000 / seconds,
      decode: this.#decode / Math.max(this.#frames, 1),
      paint: this.#paint / Math.max(this.#frames, 1),
      codecs: [...this.#codecs]
        .filter(([, bytes]) => bytes > 0)
        .map(([codec, bytes]) => ({ codec, share: bytes / data }))
        .sort((a, b) => b.share - a.share),
    };
    this.#since = now;
    this.#bytes = 0;
    this.#frames = 0;
    this.#decode = 0;
    this.#paint = 0;
    this.#codecs.clear();
    return figures;
  }
}
