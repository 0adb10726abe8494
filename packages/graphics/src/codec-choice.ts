/** How much a new measurement counts against those before. */
const WEIGHT = 0.2;

/** What a tile of 64 x 64 pixels takes in a codec. */
export interface TileCost {
  /** Of this program's time, ms. */
  readonly work: number;
  readonly bytes: number;
}

/** Guesses for a screen of which nothing was sent yet: a moving picture, on a computer of the middle sort. */
const GUESS = { exact: { work: 0.04, bytes: 3000 }, lossy: { work: 0.1, bytes: 220 } } as const;

/**
 * Chooses between coding what moves exactly and coding it with loss, by what is sooner at the other side: the time that coding
 * takes, and the time that the line takes for the bytes, both as they were measured last. A quick line gets every pixel, a slow
 * one gets more pictures.
 */
export class CodecChoice {
  readonly #costs: Record<'exact' | 'lossy', { work: number; bytes: number }> = {
    exact: { ...GUESS.exact },
    lossy: { ...GUESS.lossy },
  };

  /** Notes what coding so many tiles took. */
  measured(how: 'exact' | 'lossy', tiles: number, { work, bytes }: TileCost): void {
    if (tiles < 1) return;
    const cost = this.#costs[how];
    cost.work += (work / tiles - cost.work) * WEIGHT;
    cost.bytes += (bytes / tiles - cost.bytes) * WEIGHT;
  }

  /**
   * Whether loss is worth it.
   *
   * @param speed of the line, bytes a ms; undefined: not known yet, and exact
   */
  lossy(speed: number | undefined): boolean {
    if (speed === undefined) return false;
    const { exact, lossy } = this.#costs;
    return lossy.work + lossy.bytes / speed < exact.work + exact.bytes / speed;
  }
}
