/**
 * How fast the codecs and the differ are: a whole picture of 1920x1080 in each codec, medians, MB/s of uncompressed pixels
 * (32 bits each). Needs nothing but the built packages.
 */
import { Differ, FrameEncoder } from '@beside/graphics';
import { BitmapDecoder, codedWidth } from '@beside/rdp/codecs';

const WIDTH = 1920;
const HEIGHT = 1080;
const RUNS = 25;
const MEGABYTES = (WIDTH * HEIGHT * 4) / 1e6;

const everything = { x: 0, y: 0, width: WIDTH, height: HEIGHT };

/** @param {(x: number, y: number, noise: number) => number} pixel */
function picture(pixel) {
  const pixels = new Uint32Array(WIDTH * HEIGHT);
  let noise = 1;
  for (let y = 0, at = 0; y < HEIGHT; y++) {
    for (let x = 0; x < WIDTH; x++, at++) {
      noise = (Math.imul(noise, 1664525) + 1013904223) >>> 0;
      pixels[at] = pixel(x, y, noise >>> 16);
    }
  }
  return pixels;
}

/** Letters are 7x12 pixels with shaded edges, the same twelve of them over and over, as text has it. */
function text(/** @type {number} */ x, /** @type {number} */ y) {
  const letter = ((Math.floor(x / 9) * 7 + Math.floor(y / 18) * 5) % 17) - 5;
  if (letter < 0 || x % 9 > 6 || y % 18 > 11) return 0xffffff;
  const stroke = ((x % 9) * (letter + 3) + (y % 18) * (letter + 1)) % 7;
  return stroke < 2 ? 0x202020 : stroke === 2 ? 0x909090 : 0xffffff;
}

const pictures = {
  photograph: picture((x, y, noise) => {
    const light = 128 + 90 * Math.sin(x / 97) * Math.cos(y / 71);
    return (
      ((light + (noise & 15)) << 16) | ((light * 0.8 + ((noise >> 4) & 15)) << 8) | (200 - light * 0.7 + ((noise >> 8) & 15))
    );
  }),
  gradients: picture((x, y) => ((x & 255) << 16) | ((y & 255) << 8) | (((x + y) >> 3) & 255)),
  text: picture(text),
  'one colour': picture(() => 0x336699),
};

/** @param {() => void} work */
function median(work) {
  const times = [];
  for (let run = 0; run < RUNS; run++) {
    const start = performance.now();
    work();
    times.push(performance.now() - start);
  }
  return times.sort((a, b) => a - b)[RUNS >> 1] ?? 0;
}

/** @param {string} what @param {number} ms @param {string} [more] */
function report(what, ms, more = '') {
  console.log(
    `${what.padEnd(36)} ${ms.toFixed(2).padStart(7)} ms ${((MEGABYTES / ms) * 1000).toFixed(0).padStart(7)} MB/s ${more}`,
  );
}

for (const [name, pixels] of Object.entries(pictures)) {
  const bytes = new Uint8Array(pixels.buffer);
  const capture = { width: WIDTH, height: HEIGHT, pixels: bytes, stride: WIDTH * 4, damage: [everything] };
  const empty = { ...capture, pixels: new Uint8Array(bytes.length) };
  const differ = new Differ();
  const rects = differ.changed(capture).map((rect) => ({ ...rect }));
  report(
    `${name}: compare, nothing changed`,
    median(() => differ.changed(capture)),
  );
  let turn = 0;
  report(
    `${name}: compare, all changed`,
    median(() => differ.changed(turn++ % 2 === 0 ? empty : capture)),
  );

  for (const bitsPerPixel of /** @type {const} */ ([32, 24, 16])) {
    const encoder = new FrameEncoder({
      bitsPerPixel,
      width: WIDTH,
      height: HEIGHT,
      fastPathOutput: true,
      desktopResize: true,
      maxUpdateSize: 0x3fffff,
      surfaceCommands: { setSurfaceBits: true, streamSurfaceBits: true, frameMarker: true },
      framesInFlight: 2,
      codecs: [],
      pointer: { cacheSize: 20, newPointers: true, maxSize: 96 },
      planar: true,
    });
    let encoded = encoder.encode(pixels, WIDTH, rects);
    const codec = bitsPerPixel === 32 ? 'planar' : `interleaved ${bitsPerPixel}`;
    const ms = median(() => {
      encoded = encoder.encode(pixels, WIDTH, rects);
    });
    const size = encoded.reduce((sum, { data }) => sum + data.length, 0);
    report(`${name}: ${codec}, encode`, ms, `${(size / 1024).toFixed(0)} KiB`);
    const decoder = new BitmapDecoder();
    const out = new Uint32Array(256 * 64);
    report(
      `${name}: ${codec}, decode`,
      median(() => {
        for (const rect of encoded) decoder.decode(rect.codec, rect.data, bitsPerPixel, codedWidth(rect.width), rect.height, out);
      }),
    );
  }
}
