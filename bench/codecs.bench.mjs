/**
 * How fast the codecs and the differ are: a whole picture of 1920x1080 in each codec, medians, MB/s of uncompressed pixels
 * (32 bits each). Needs nothing but the built packages.
 */
import { Differ, FrameEncoder } from '@beside/graphics';
import { codedWidth, PictureCanvas } from '@beside/rdp/codecs';
import { losslessClient } from './lab/client.mjs';
import { HEIGHT, MEGABYTES, median, pictures, WIDTH } from './lab/pictures.mjs';

const RUNS = 25;

const everything = { x: 0, y: 0, width: WIDTH, height: HEIGHT };

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
  const differ = new Differ(WIDTH, HEIGHT);
  const rects = differ.changed(capture).map((rect) => ({ ...rect }));
  report(
    `${name}: compare, nothing changed`,
    median(RUNS, () => differ.changed(capture)),
  );
  let turn = 0;
  report(
    `${name}: compare, all changed`,
    median(RUNS, () => differ.changed(turn++ % 2 === 0 ? empty : capture)),
  );

  for (const bitsPerPixel of /** @type {const} */ ([32, 24, 16])) {
    const encoder = new FrameEncoder(losslessClient(WIDTH, HEIGHT, bitsPerPixel));
    let encoded = encoder.encode(pixels, WIDTH, rects);
    const codec = bitsPerPixel === 32 ? 'planar' : `interleaved ${bitsPerPixel}`;
    const ms = median(RUNS, () => {
      encoded = encoder.encode(pixels, WIDTH, rects);
    });
    const size = encoded.reduce((sum, { data }) => sum + data.length, 0);
    report(`${name}: ${codec}, encode`, ms, `${(size / 1024).toFixed(0)} KiB`);
    const canvas = new PictureCanvas(WIDTH, HEIGHT);
    report(
      `${name}: ${codec}, decode and paint`,
      median(RUNS, () => {
        for (const rect of encoded) canvas.apply({ ...rect, codedWidth: codedWidth(rect.width), codedHeight: rect.height });
      }),
    );
  }
}
