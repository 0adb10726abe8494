import { randomBytes } from 'node:crypto';
import { access, constants, rename, rm, stat, writeFile } from 'node:fs/promises';
import { basename, dirname, join, resolve } from 'node:path';

/** A picture could not be saved; the message says what to do. */
export class PictureError extends Error {
  override readonly name = 'PictureError';
  readonly code: PictureErrorCode;

  constructor(code: PictureErrorCode, message: string, options?: ErrorOptions) {
    super(message, options);
    this.code = code;
  }
}

export type PictureErrorCode =
  /** No file can be written there. */
  | 'not-writable'
  /** The novice withholds the picture, and went on doing so. */
  | 'paused';

/**
 * Makes sure, before anybody is disturbed for it, that a picture can be written to a path.
 *
 * @throws PictureError `not-writable`
 */
export async function requireWritable(path: string): Promise<void> {
  const folder = dirname(resolve(path));
  const reachable = await access(folder, constants.W_OK).then(
    () => true,
    () => false,
  );
  const there = await stat(path).catch(() => undefined);
  if (!reachable || there?.isDirectory()) throw notWritable(path);
}

/**
 * Writes a picture as PNG, readable by its owner alone. It is there whole or not at all: a file that was there under that name
 * is replaced in one step.
 *
 * @param pixels 0xffRRGGBB, rows top down
 * @returns the absolute path
 * @throws PictureError `not-writable`
 */
export async function writePicture(path: string, pixels: Uint32Array, width: number, height: number): Promise<string> {
  const target = resolve(path);
  const png = await encodePng(pixels, width, height);
  const part = join(dirname(target), `.${basename(target)}.${randomBytes(6).toString('hex')}.part`);
  try {
    await writeFile(part, png, { flag: 'wx', mode: 0o600 });
    await rename(part, target);
  } catch (error) {
    await rm(part, { force: true });
    throw notWritable(target, error);
  }
  return target;
}

function notWritable(path: string, cause?: unknown): PictureError {
  const options = cause === undefined ? undefined : { cause };
  return new PictureError('not-writable', `${resolve(path)} cannot be written. Choose another place for the picture.`, options);
}

/**
 * PNG by the drawing library that the desktop has anyway: it compresses on a thread of its own, so that a large picture does
 * not hold up the session. Loaded at the first picture.
 */
async function encodePng(pixels: Uint32Array, width: number, height: number): Promise<Buffer> {
  const { createCanvas, ImageData } = await import('@napi-rs/canvas');
  const rgba = new Uint8ClampedArray(pixels.length * 4);
  const out = new Uint32Array(rgba.buffer);
  // Least significant byte first, as every computer has it that the library is built for: A, B, G, R of a word are bytes R, G, B, A.
  for (let i = 0; i < pixels.length; i++) {
    const pixel = pixels[i]!;
    out[i] = 0xff000000 | ((pixel & 0xff) << 16) | (pixel & 0xff00) | ((pixel >>> 16) & 0xff);
  }
  const canvas = createCanvas(width, height);
  canvas.getContext('2d').putImageData(new ImageData(rgba, width, height), 0, 0);
  return canvas.encode('png');
}
