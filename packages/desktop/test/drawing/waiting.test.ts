import { describe, expect, it } from 'vitest';
import { waitingPicture } from '../../src/drawing/waiting.js';

const LINES = ['Waiting for the other person to say yes.', 'You will see their desktop as soon as they let you.'];

describe('the waiting picture', () => {
  it('is the same for the same words, and another for others', () => {
    const size = { width: 640, height: 480 };
    expect(Buffer.compare(waitingPicture(size, LINES), waitingPicture(size, LINES))).toBe(0);
    expect(Buffer.compare(waitingPicture(size, LINES), waitingPicture(size, ['Paused.']))).not.toBe(0);
  });

  it.each([
    { width: 1, height: 1 },
    { width: 64, height: 2 },
    { width: 200, height: 100 },
    { width: 1920, height: 1080 },
    { width: 300, height: 2000 },
  ])('fills $width x $height, its edges with the ground alone', (size) => {
    const picture = waitingPicture(size, LINES);
    expect(picture).toHaveLength(size.width * size.height * 4);
    const words = new Uint32Array(picture.buffer);
    if (size.width < 200) return;
    for (let x = 0; x < size.width; x++) expect(words[x]).toBe(words[0]);
    for (let y = 0; y < size.height; y++) expect(words[y * size.width]).toBe(words[0]);
    expect(new Set(words).size).toBeGreaterThan(8); // letters with soft edges
  });

  it('shows nothing but the ground without words', () => {
    const words = new Uint32Array(waitingPicture({ width: 100, height: 50 }, []).buffer);
    expect(new Set(words).size).toBe(1);
  });
});
