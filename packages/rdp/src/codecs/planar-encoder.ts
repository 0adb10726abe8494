import { codedWidth } from './coded-width.js';
import { PlanarFormat } from './planar.js';

/** Shortest run ([MS-RDPEGDI] 3.1.9.2). */
const MIN_RUN = 3;
/** Longest run behind raw bytes, and most raw bytes, in one segment: four bits each. */
const MAX_SHORT = 15;
/** Longest run of a segment without raw bytes: nRunLength 2 says 32 + cRawBytes. */
const MAX_LONG_RUN = 47;

/** Change of a byte (mod 256) to how it is written: 2d for d >= 0, -2d - 1 below ([MS-RDPEGDI] 3.1.9.2.1). */
const DELTA_CODE = Uint8Array.from({ length: 256 }, (_, delta) => (delta < 128 ? delta << 1 : ((256 - delta) << 1) - 1));

/** Most bytes an encoded rectangle takes: three raw planes, header and pad. */
export function planarBound(width: number, height: number): number {
  return codedWidth(width) * height * 3 + 2;
}

/**
 * Encodes rectangles as RDP 6.0 planar ([MS-RDPEGDI] 2.2.2.5.1, 3.1.9) without loss and without alpha: run-length encoded
 * where that is shorter, else as bare planes, a quarter shorter than uncompressed. It keeps working memory; what it is given
 * it does not keep.
 */
export class PlanarEncoder {
  /** The three planes of the rectangle, row by row as they are sent; from the second row on, what changed. */
  #planes = new Uint8Array(0);
  /** The same bytes, four at a time; rows are a multiple of four. */
  #planeWords = new Uint32Array(0);
  /** Red, green and blue are the same in every pixel, and so are the planes. */
  #gray = false;
  /** 1 for each row that is the same as the one sent before it. */
  #sameRow = new Uint8Array(0);

  /**
   * @param pixels the picture, 0xXXRRGGBB
   * @param first index of the rectangle's top left pixel
   * @param stride pixels from one row to the next
   * @param out has {@link planarBound} bytes of room from `at` on
   * @returns the offset after the last byte
   */
  encode(pixels: Uint32Array, first: number, stride: number, width: number, height: number, out: Uint8Array, at: number): number {
    if (likelyRuns(pixels, first, stride, width, height)) {
      this.#split(pixels, first, stride, width, height);
      const end = this.#encodeRuns(codedWidth(width), height, out, at);
      if (end > 0) return end;
    }
    return encodeBarePlanes(pixels, first, stride, width, height, out, at);
  }

  /** Takes the rectangle apart into planes, bottom row first, and rows into what changed from the row below. */
  #split(pixels: Uint32Array, first: number, stride: number, width: number, height: number): void {
    const coded = codedWidth(width);
    const size = coded * height;
    if (this.#planes.length < size * 3) {
      this.#planes = new Uint8Array(size * 3);
      this.#planeWords = new Uint32Array(this.#planes.buffer);
    }
    if (this.#sameRow.length < height) this.#sameRow = new Uint8Array(height);
    const planes = this.#planes;
    const code = DELTA_CODE;

    let row = first + (height - 1) * stride;
    let colored = 0;
    let red = 0;
    let green = size;
    let blue = size * 2;
    for (let x = 0; x < coded; x++) {
      const pixel = pixels[row + (x < width ? x : width - 1)]!;
      colored |= pixel ^ (pixel >>> 8);
      planes[red++] = pixel >>> 16;
      planes[green++] = pixel >>> 8;
      planes[blue++] = pixel;
    }
    this.#sameRow[0] = 0;
    for (let y = 1; y < height; y++) {
      const below = row;
      row -= stride;
      let x = 0;
      while (x < width && ((pixels[row + x]! ^ pixels[below + x]!) & 0xffffff) === 0) x++;
      if (x === width) {
        this.#sameRow[y] = 1;
        red += coded;
        green += coded;
        blue += coded;
        continue;
      }
      this.#sameRow[y] = 0;
      for (let i = 0; i < x; i++) {
        planes[red++] = 0;
        planes[green++] = 0;
        planes[blue++] = 0;
      }
      for (; x < width; x++) {
        const pixel = pixels[row + x]!;
        const before = pixels[below + x]!;
        colored |= pixel ^ (pixel >>> 8);
        planes[red++] = code[((pixel >>> 16) - (before >>> 16)) & 0xff]!;
        planes[green++] = code[((pixel >>> 8) - (before >>> 8)) & 0xff]!;
        planes[blue++] = code[(pixel - before) & 0xff]!;
      }
      for (; x < coded; x++, red++, green++, blue++) {
        planes[red] = planes[red - 1]!;
        planes[green] = planes[green - 1]!;
        planes[blue] = planes[blue - 1]!;
      }
    }
    this.#gray = (colored & 0xffff) === 0;
  }

  /** @returns the end, or 0 when bare planes are shorter */
  #encodeRuns(coded: number, height: number, out: Uint8Array, at: number): number {
    const limit = at + coded * height * 3 + 1;
    out[at++] = PlanarFormat.rle | PlanarFormat.noAlpha;
    const start = at;
    for (let plane = 0; plane < (this.#gray ? 1 : 3); plane++) {
      at = this.#encodePlane(plane, coded, height, out, at, limit);
      if (at === 0) return 0;
    }
    if (!this.#gray) return at;
    const length = at - start;
    if (at + length * 2 > limit) return 0;
    out.copyWithin(at, start, at);
    out.copyWithin(at + length, start, at);
    return at + length * 2;
  }

  #encodePlane(plane: number, coded: number, height: number, out: Uint8Array, at: number, limit: number): number {
    const longestRow = coded + Math.ceil(coded / MAX_SHORT);
    const longestRun = Math.ceil(coded / MAX_LONG_RUN) + 1;
    let start = plane * height * coded;
    for (let y = 0; y < height; y++, start += coded) {
      const same = this.#sameRow[y] === 1;
      if (at + (same ? longestRun : longestRow) > limit) return 0;
      at = same ? writeRun(coded, out, at) : encodeRow(this.#planes, this.#planeWords, start, start + coded, out, at);
    }
    return at;
  }
}

/**
 * Guesses from a few rows whether run-length encoding will pay, so that photographs, which are the largest changes, are not
 * encoded twice. A run is where the change from the row below is the same as for the pixel before.
 */
function likelyRuns(pixels: Uint32Array, first: number, stride: number, width: number, height: number): boolean {
  if (height < 8 || width < 8) return true;
  const step = height >> 2;
  let same = 0;
  for (let y = step >> 1; y + 1 < height; y += step) {
    const row = first + y * stride;
    let change = pixels[row]! - pixels[row + stride]!;
    for (let x = 1; x < width; x++) {
      const next = pixels[row + x]! - pixels[row + x + stride]!;
      if (next === change) same++;
      change = next;
    }
  }
  return same * 8 >= width * 4;
}

/** One scan line as RDP6_RLE_SEGMENTs ([MS-RDPEGDI] 2.2.2.5.1.2). */
function encodeRow(values: Uint8Array, words: Uint32Array, from: number, to: number, out: Uint8Array, at: number): number {
  let rawFrom = from;
  // A run without a raw byte before it in its line repeats zero.
  let last = 0;
  let i = from;
  while (i < to) {
    const value = values[i]!;
    if (value !== last) {
      last = value;
      i++;
      continue;
    }
    const end = runEnd(values, words, i + 1, to, value);
    if (end - i >= MIN_RUN) {
      at = writeSegments(values, rawFrom, i, end - i, out, at);
      rawFrom = end;
    }
    i = end;
  }
  return rawFrom < to ? writeSegments(values, rawFrom, to, 0, out, at) : at;
}

/** Where a run ends, found four bytes at a time; `to` is a multiple of four. */
function runEnd(values: Uint8Array, words: Uint32Array, at: number, to: number, value: number): number {
  for (; (at & 3) !== 0; at++) if (values[at] !== value) return at;
  const four = Math.imul(value, 0x01010101) >>> 0;
  while (at < to && words[at >> 2] === four) at += 4;
  while (at < to && values[at] === value) at++;
  return at;
}

/** Raw bytes and then a run of the last of them (0, or at least three). */
function writeSegments(values: Uint8Array, rawFrom: number, rawTo: number, run: number, out: Uint8Array, at: number): number {
  while (rawTo - rawFrom > MAX_SHORT) {
    out[at++] = MAX_SHORT << 4;
    for (const end = rawFrom + MAX_SHORT; rawFrom < end; ) out[at++] = values[rawFrom++]!;
  }
  if (rawFrom === rawTo) return writeRun(run, out, at);
  const short = firstPart(run, MAX_SHORT);
  out[at++] = ((rawTo - rawFrom) << 4) | short;
  while (rawFrom < rawTo) out[at++] = values[rawFrom++]!;
  return writeRun(run - short, out, at);
}

/** Segments that only repeat what came before. */
function writeRun(run: number, out: Uint8Array, at: number): number {
  while (run > 0) {
    const part = firstPart(run, MAX_LONG_RUN);
    out[at++] = part >= 32 ? ((part - 32) << 4) | 2 : part >= 16 ? ((part - 16) << 4) | 1 : part;
    run -= part;
  }
  return at;
}

/** As much of a run as fits a segment, unless that would leave a rest too short to be a run. */
function firstPart(run: number, most: number): number {
  if (run <= most) return run;
  return run - most < MIN_RUN ? run - MIN_RUN : most;
}

function encodeBarePlanes(
  pixels: Uint32Array,
  first: number,
  stride: number,
  width: number,
  height: number,
  out: Uint8Array,
  at: number,
): number {
  const coded = codedWidth(width);
  const size = coded * height;
  out[at++] = PlanarFormat.noAlpha;
  let red = at;
  let green = at + size;
  let blue = at + size * 2;
  for (let y = height - 1; y >= 0; y--) {
    const row = first + y * stride;
    for (let x = 0; x < width; x++) {
      const pixel = pixels[row + x]!;
      out[red++] = pixel >>> 16;
      out[green++] = pixel >>> 8;
      out[blue++] = pixel;
    }
    for (let x = width; x < coded; x++, red++, green++, blue++) {
      out[red] = out[red - 1]!;
      out[green] = out[green - 1]!;
      out[blue] = out[blue - 1]!;
    }
  }
  // Pad, which only bare planes have.
  out[blue] = 0;
  return blue + 1;
}
