import type { Area } from '@beside/rdp';

/** More areas than this are painted as the one that holds them all. */
const MAX_AREAS = 64;

/**
 * What has to be painted: areas that came one beside or below the other, as an encoder sends tiles and bands, are put together,
 * since each area costs a call.
 */
export class Damage {
  #areas: Area[] = [];

  get empty(): boolean {
    return this.#areas.length === 0;
  }

  add(area: Area): void {
    let added = area;
    for (let last = this.#areas.at(-1); last !== undefined; last = this.#areas.at(-1)) {
      const joined = join(last, added);
      if (joined === undefined) break;
      this.#areas.pop();
      added = joined;
    }
    this.#areas.push(added);
    if (this.#areas.length > MAX_AREAS) this.#areas = [this.#areas.reduce(around)];
  }

  /** The areas; from here on there are none. */
  take(): readonly Area[] {
    const areas = this.#areas;
    this.#areas = [];
    return areas;
  }
}

/** Both as one, if that holds nothing else. */
function join(a: Area, b: Area): Area | undefined {
  if (a.y === b.y && a.height === b.height && (a.x + a.width === b.x || b.x + b.width === a.x)) return around(a, b);
  if (a.x === b.x && a.width === b.width && (a.y + a.height === b.y || b.y + b.height === a.y)) return around(a, b);
  return a.x === b.x && a.y === b.y && a.width === b.width && a.height === b.height ? a : undefined;
}

/** The smallest area that holds both. */
function around(a: Area, b: Area): Area {
  const x = Math.min(a.x, b.x);
  const y = Math.min(a.y, b.y);
  return {
    x,
    y,
    width: Math.max(a.x + a.width, b.x + b.width) - x,
    height: Math.max(a.y + a.height, b.y + b.height) - y,
  };
}
