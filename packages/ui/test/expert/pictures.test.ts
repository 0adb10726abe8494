import { expect, test } from 'vitest';
import type { PictureNews } from '../../src/expert/pictures/news.js';
import { afterNews, NO_PICTURE } from '../../src/expert/pictures/pictures.js';

function after(...news: readonly PictureNews[]) {
  return news.reduce(afterNews, NO_PICTURE);
}

const SIZE = { news: 'size', width: 8, height: 4 } as const;

test('a picture counts as shown once a frame of its size is on the canvas', () => {
  expect(after(SIZE)).toMatchObject({ size: { width: 8, height: 4 }, shown: false });
  expect(after(SIZE, { news: 'shown' }).shown).toBe(true);
  expect(after(SIZE, { news: 'shown' }, SIZE).shown).toBe(false);
});

test('what was lost is there again with the next size', () => {
  const lost = after(SIZE, { news: 'shown' }, { news: 'lost' });
  expect(lost).toMatchObject({ trouble: 'lost', shown: true });
  expect(afterNews(lost, SIZE).trouble).toBeNull();
});

test.each(['taken', 'malformed'] as const)('pictures that are %s stay so', (trouble) => {
  expect(after(SIZE, { news: trouble, reason: '' }).trouble).toBe(trouble);
});

test('the pointer and its place are kept', () => {
  expect(after({ news: 'pointer', pointer: null }, { news: 'pointer-position', x: 1, y: 2 })).toMatchObject({
    pointer: null,
    pointerAt: { x: 1, y: 2 },
  });
});
