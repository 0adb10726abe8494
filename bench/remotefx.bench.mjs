/**
 * How fast the lossy codecs are: a picture of 1920x1080 in RemoteFX (tiles of 64x64 a second) and NSCodec, medians, MB/s of
 * uncompressed pixels (32 bits each), what comes of it and how near it is. Needs nothing but the built packages.
 */
import { NSCodecDecoder, NSCodecEncoder, nscodecBound, RemoteFxDecoder, RemoteFxEncoder } from '@beside/rdp/codecs';
import { HEIGHT, MEGABYTES, median, pictures, WIDTH } from './lab/pictures.mjs';

const TILES = Math.ceil(WIDTH / 64) * Math.ceil(HEIGHT / 64);
const RUNS = 9;

/** Peak signal-to-noise ratio in dB. @param {Uint32Array} one @param {Uint32Array} other */
function psnr(one, other) {
  let squares = 0;
  for (let i = 0; i < one.length; i++) {
    const a = one[i] ?? 0;
    const b = other[i] ?? 0;
    squares += ((a & 0xff) - (b & 0xff)) ** 2 + (((a >>> 8) & 0xff) - ((b >>> 8) & 0xff)) ** 2;
    squares += (((a >>> 16) & 0xff) - ((b >>> 16) & 0xff)) ** 2;
  }
  return 10 * Math.log10((255 ** 2 * 3 * one.length) / squares);
}

/** @param {string} what @param {number} ms @param {string} [more] */
function report(what, ms, more = '') {
  const perSecond = `${((TILES / ms) * 1000).toFixed(0).padStart(6)} tiles/s ${((MEGABYTES / ms) * 1000).toFixed(0).padStart(5)} MB/s`;
  console.log(`${what.padEnd(44)} ${ms.toFixed(1).padStart(7)} ms ${perSecond} ${more}`);
}

const decoded = { pixels: new Uint32Array(WIDTH * HEIGHT), width: WIDTH, height: HEIGHT };
for (const [name, pixels] of Object.entries(pictures)) {
  for (const entropy of /** @type {const} */ (['rlgr1', 'rlgr3'])) {
    for (const quality of /** @type {const} */ (['fine', 'standard', 'coarse'])) {
      const encoder = new RemoteFxEncoder({ width: WIDTH, height: HEIGHT, entropy, mode: 'image' });
      const decoder = new RemoteFxDecoder();
      /** @type {Uint8Array} */
      let message = new Uint8Array();
      const encoding = median(RUNS, () => {
        message = encoder.encode(pixels, 0, WIDTH, WIDTH, HEIGHT, quality);
      });
      const decoding = median(RUNS, () => decoder.decode(message, decoded, 0, 0));
      const more = `${(message.length / 1024).toFixed(0)} KiB, ${psnr(pixels, decoded.pixels).toFixed(1)} dB`;
      report(`${name}: ${entropy} ${quality}, encode`, encoding, more);
      report(`${name}: ${entropy} ${quality}, decode`, decoding);
    }
  }
  for (const subsampled of [false, true]) {
    const encoder = new NSCodecEncoder({ colorLoss: 3, subsampled });
    const decoder = new NSCodecDecoder();
    const out = new Uint8Array(nscodecBound(WIDTH, HEIGHT));
    let length = 0;
    const encoding = median(RUNS, () => {
      length = encoder.encode(pixels, 0, WIDTH, WIDTH, HEIGHT, out, 0);
    });
    const decoding = median(RUNS, () => decoder.decode(out.subarray(0, length), WIDTH, HEIGHT, decoded.pixels));
    const what = `${name}: NSCodec 3${subsampled ? ', half chroma' : ''}`;
    report(`${what}, encode`, encoding, `${(length / 1024).toFixed(0)} KiB, ${psnr(pixels, decoded.pixels).toFixed(1)} dB`);
    report(`${what}, decode`, decoding);
  }
}
