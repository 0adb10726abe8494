import { mkdirSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { crc32, deflateSync } from 'node:zlib';
import { until } from './lab.js';
import type { XServer } from './x-server.js';

/** The picture of a whole display, without its pointer. */
export interface Picture {
  readonly width: number;
  readonly height: number;
  /** Rows top down without gaps, 0x00RRGGBB a pixel. */
  readonly pixels: Uint32Array;
}

/** Something that can tell what it shows. */
export interface Viewer {
  picture(): Promise<Picture>;
}

/** Where pictures of failures go; the errors name the files. */
const failureFolder = join(tmpdir(), 'beside-e2e-failures');

/** Takes the picture of a display. */
export async function picture(server: XServer): Promise<Picture> {
  return parseXwd(await server.dump());
}

/** Reads an X Window Dump, version 7 (XWDFile.h): a ZPixmap of 32 bits a pixel, least significant byte first. */
function parseXwd(file: Buffer): Picture {
  const field = (index: number) => file.readUInt32BE(index * 4);
  const [headerSize, version, width, height] = [field(0), field(1), field(4), field(5)];
  const [byteOrder, bitsPerPixel, stride, colours] = [field(7), field(11), field(12), field(19)];
  if (version !== 7 || byteOrder !== 0 || bitsPerPixel !== 32)
    throw new Error(`xwd: version ${version}, byte order ${byteOrder}, ${bitsPerPixel} bits a pixel are not what is read here`);
  const start = headerSize + colours * 12;
  const pixels = new Uint32Array(width * height);
  const view = new DataView(file.buffer, file.byteOffset + start);
  for (let y = 0, to = 0; y < height; y++)
    for (let x = 0; x < width; x++) pixels[to++] = view.getUint32(y * stride + x * 4, true) & 0xffffff;
  return { width, height, pixels };
}

/** How many pixels differ; pictures of two sizes differ in all. */
export function differing(a: Picture, b: Picture): number {
  if (a.width !== b.width || a.height !== b.height) return Math.max(a.pixels.length, b.pixels.length);
  let count = 0;
  for (let i = 0; i < a.pixels.length; i++) if (a.pixels[i] !== b.pixels[i]) count += 1;
  return count;
}

/** How many pixels have one of these colours (0xRRGGBB). */
export function having(image: Picture, colours: readonly number[]): number {
  let count = 0;
  for (const pixel of image.pixels) if (colours.includes(pixel)) count += 1;
  return count;
}

/** Every colour in it. */
export function coloursOf(image: Picture): Set<number> {
  return new Set(image.pixels);
}

/** The top left corner of a picture, in another size; black where the picture ends before. */
export function corner(image: Picture, width: number, height: number): Picture {
  const pixels = new Uint32Array(width * height);
  for (let y = 0; y < Math.min(height, image.height); y++)
    pixels.set(image.pixels.subarray(y * image.width, y * image.width + Math.min(width, image.width)), y * width);
  return { width, height, pixels };
}

/**
 * Waits until the expert's display shows at its top left corner, pixel for pixel, what the novice's shows; or until a viewer
 * shows that and nothing besides. The novice's is taken before and after, and compared only when it stood still meanwhile.
 *
 * @throws Error that names two PNG files when that does not happen in time
 */
export async function untilSamePicture(novice: XServer, expert: XServer | Viewer, timeout = 20_000): Promise<Picture> {
  let last: [Picture, Picture] | undefined;
  try {
    return await until(
      'the same picture on both displays',
      async () => {
        const before = await picture(novice);
        const shown = 'picture' in expert ? await expert.picture() : corner(await picture(expert), before.width, before.height);
        last = [before, shown];
        if (differing(before, shown) > 0) return undefined;
        return differing(before, await picture(novice)) === 0 && shown;
      },
      timeout,
      100,
    );
  } catch (error) {
    if (!last) throw error;
    const names = [save(last[0], 'novice'), save(last[1], 'expert')];
    throw new Error(`${differing(...last)} pixels differ: ${names.join(' and ')}`, { cause: error });
  }
}

/** Writes a picture as PNG to {@link failureFolder}; gives its path. */
function save(image: Picture, name: string): string {
  mkdirSync(failureFolder, { recursive: true });
  const path = join(failureFolder, `${new Date().toISOString().replaceAll(':', '')}-${process.pid}-${name}.png`);
  writeFileSync(path, png(image));
  return path;
}

/** PNG (ISO/IEC 15948): 8 bits a channel, true colour, no filter. */
function png({ width, height, pixels }: Picture): Buffer {
  const rows = Buffer.alloc((width * 3 + 1) * height);
  for (let y = 0, to = 0, from = 0; y < height; y++) {
    rows[to++] = 0;
    for (let x = 0; x < width; x++) {
      rows.writeUIntBE(pixels[from++] ?? 0, to, 3);
      to += 3;
    }
  }
  const header = Buffer.alloc(13);
  header.writeUInt32BE(width, 0);
  header.writeUInt32BE(height, 4);
  header.set([8, 2, 0, 0, 0], 8);
  const signature = Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]);
  return Buffer.concat([signature, chunk('IHDR', header), chunk('IDAT', deflateSync(rows)), chunk('IEND', Buffer.alloc(0))]);
}

function chunk(type: string, data: Buffer): Buffer {
  const body = Buffer.concat([Buffer.from(type, 'latin1'), data]);
  const length = Buffer.alloc(4);
  length.writeUInt32BE(data.length);
  const check = Buffer.alloc(4);
  check.writeUInt32BE(crc32(body));
  return Buffer.concat([length, body, check]);
}
