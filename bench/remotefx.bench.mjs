/**
 * How fast the lossy codecs are: a picture of 1920x1080 in RemoteFX (tiles of 64x64 a second) and NSCodec, medians, MB/s of
 * uncompressed pixels (32 bits each), what comes of it and how near it is. Needs nothing but the built packages.
 */
import { NSCodecDecoder, NSCodecEncoder, nscodecBound, RemoteFxDecoder, RemoteFxEncoder } from '@beside/rdp/codecs';

const WIDTH = 1920;
const HEIGHT = 1080;
const TILES = Math.ceil(WIDTH / 64) * Math.ceil(HEIGHT / 64);
const MEGABYTES = (WIDTH * HEIGHT * 4) / 1e6;
const RUNS = 9;

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
      const encoding = median(() => {
        message = encoder.encode(pixels, 0, WIDTH, WIDTH, HEIGHT, quality);
      });
      const decoding = median(() => decoder.decode(message, decoded, 0, 0));
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
    const encoding = median(() => {
      length = encoder.encode(pixels, 0, WIDTH, WIDTH, HEIGHT, out, 0);
    });
    const decoding = median(() => decoder.decode(out.subarray(0, length), WIDTH, HEIGHT, decoded.pixels));
    const what = `${name}: NSCodec 3${subsampled ? ', half chroma' : ''}`;
    report(`${what}, encode`, encoding, `${(length / 1024).toFixed(0)} KiB, ${psnr(pixels, decoded.pixels).toFixed(1)} dB`);
    report(`${what}, decode`, decoding);
  }
}
