import { describe, expect, it } from 'vitest';
import { INK } from '../../src/drawing/palette.js';

/** WCAG 2.2's contrast ratio of two colours "#rrggbb": 1 (the same) to 21 (black and white). */
function contrast(one: string, other: string): number {
  const [lighter, darker] = [luminance(one), luminance(other)].sort((a, b) => b - a) as [number, number];
  return (lighter + 0.05) / (darker + 0.05);
}

function luminance(colour: string): number {
  const value = Number.parseInt(colour.slice(1), 16);
  const [red, green, blue] = [value >> 16, (value >> 8) & 0xff, value & 0xff].map((part) => {
    const share = part / 255;
    return share <= 0.04045 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4;
  }) as [number, number, number];
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
}

describe('the colours', () => {
  it.each([
    ['onGround', 'ground'],
    ['title', 'card'],
    ['text', 'card'],
    ['label', 'button'],
    ['labelFocused', 'buttonFocused'],
    ['onSeen', 'seen'],
    ['onControlled', 'controlled'],
  ] as const)('%s can be read on %s', (letters, ground) => {
    expect(contrast(INK[letters], INK[ground])).toBeGreaterThanOrEqual(4.5);
  });

  it.each([
    ['edge', 'card'],
    ['edge', 'button'],
    ['buttonFocused', 'button'],
  ] as const)('%s is told from %s', (one, other) => {
    expect(contrast(INK[one], INK[other])).toBeGreaterThanOrEqual(3);
  });
});
