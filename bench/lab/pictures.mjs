/** The pictures that the codecs are measured with, and how: 1920x1080, 0xXXRRGGBB. */
export const WIDTH = 1920;
export const HEIGHT = 1080;
/** Of uncompressed pixels, 32 bits each. */
export const MEGABYTES = (WIDTH * HEIGHT * 4) / 1e6;

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

export const pictures = {
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

/**
 * The median time of `runs` calls, in ms.
 *
 * @param {number} runs
 * @param {() => void} work
 */
export function median(runs, work) {
  const times = [];
  for (let run = 0; run < runs; run++) {
    const start = performance.now();
    work();
    times.push(performance.now() - start);
  }
  return times.sort((a, b) => a - b)[runs >> 1] ?? 0;
}
