import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Desktop } from '../../src/desktop.js';
import { Fields } from '../../src/x11/ffi/fields.js';
import { readShape } from '../../src/x11/pointer.js';
import { until, XServer } from '../x-server.js';
import { openTold, type Told } from './told.js';

/** A reply of GetCursorImage (fixesproto.txt) in this machine's byte order. */
function cursorImage(width: number, height: number, argb: readonly number[]): Fields {
  const bytes = new Uint8Array(32 + argb.length * 4);
  new Uint16Array(bytes.buffer, 12, 4).set([width, height, 1, 2]);
  new Uint32Array(bytes.buffer, 32).set(argb);
  return new Fields(bytes);
}

describe("the pointer's shape", () => {
  it('is told with straight alpha', () => {
    const shape = readShape(cursorImage(2, 2, [0xff102030, 0x80400080, 0x00000000, 0x01010101]));
    expect(shape).toEqual({
      width: 2,
      height: 2,
      hot: { x: 1, y: 2 },
      pixels: Uint8Array.of(0x30, 0x20, 0x10, 0xff, 255, 0, 128, 0x80, 0, 0, 0, 0, 255, 255, 255, 1),
    });
  });

  it('is hidden when nothing of it can be seen, or the server claims more than it sends', () => {
    expect(readShape(cursorImage(1, 1, [0]))).toBeNull();
    expect(readShape(cursorImage(0, 0, []))).toBeNull();
    expect(readShape(cursorImage(300, 300, [0xffffffff]))).toBeNull();
    expect(readShape(cursorImage(60_000, 60_000, [0xffffffff]))).toBeNull();
  });
});

describe('the pointer', () => {
  let server: XServer;
  let desktop: Desktop;
  let told: Told;

  beforeAll(async () => {
    server = await XServer.start();
    ({ desktop, told } = await openTold(server.display));
  });
  afterAll(async () => {
    await desktop?.close();
    await server?.stop();
  });

  it('is told at the start, and when it changes', async () => {
    await until('the first shape', () => told.shapes.length > 0 && told.points.length > 0);
    const before = told.shapes.length;
    await server.run('xsetroot', '-cursor_name', 'watch');
    await until('the other shape', () => told.shapes.length > before);
    expect(told.shapes.at(-1)?.pixels).not.toEqual(told.shapes[before - 1]?.pixels);
  });

  it('is told where a program put it, once something else changes', async () => {
    await server.run('xdotool', 'mousemove', '400', '300');
    await desktop.capture();
    await server.run('xsetroot', '-solid', 'red');
    await until('the place', () => told.points.some(({ x, y }) => x === 400 && y === 300));
  });
});
