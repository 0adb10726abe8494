import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Desktop } from '../../src/desktop.js';
import { until, XServer } from '../x-server.js';
import { openTold, type Told } from './told.js';

describe('the clipboard', () => {
  let server: XServer;
  let desktop: Desktop;
  let told: Told;
  /** Another program: the same code from the other side of the server. */
  let other: Desktop;
  let otherTold: Told;

  beforeAll(async () => {
    server = await XServer.start();
    ({ desktop, told } = await openTold(server.display));
    ({ desktop: other, told: otherTold } = await openTold(server.display));
  });
  afterAll(async () => {
    await desktop?.close();
    await other?.close();
    await server?.stop();
  });

  it('is empty on a display where nobody copied', async () => {
    expect(await desktop.clipboard()).toBeNull();
  });

  it('gives and takes text, and tells of it only the one that did not set it', async () => {
    desktop.setClipboard('naïve 漢字 😀\nline');
    await until('the change', () => otherTold.clipboards.length === 1);
    expect(otherTold.clipboards).toEqual(['naïve 漢字 😀\nline']);
    expect(await other.clipboard()).toBe('naïve 漢字 😀\nline');
    expect(await desktop.clipboard()).toBe('naïve 漢字 😀\nline');
    other.setClipboard('back');
    await until('the change', () => told.clipboards.length === 1);
    expect(told.clipboards).toEqual(['back']);
    expect(await desktop.clipboard()).toBe('back');
    expect(otherTold.clipboards).toHaveLength(1);
  });

  it('gives and takes text that needs many parts', async () => {
    const long = 'äbc😀'.repeat(150_000);
    other.setClipboard(long);
    expect(await desktop.clipboard()).toBe(long);
  });

  it('counts more text than it takes as none, and works after it', async () => {
    other.setClipboard('x'.repeat(5 << 20));
    expect(await desktop.clipboard()).toBeNull();
    other.setClipboard('short');
    expect(await desktop.clipboard()).toBe('short');
  });

  it('serves programs that ask at the same time', async () => {
    other.setClipboard('y'.repeat(200_000));
    const texts = await Promise.all([desktop.clipboard(), desktop.clipboard(), desktop.clipboard()]);
    expect(new Set(texts.map((text) => text?.length))).toEqual(new Set([200_000]));
  });

  it('is told empty when its owner goes', async () => {
    const { desktop: third } = await openTold(server.display);
    third.setClipboard('gone soon');
    await until('the change', () => told.clipboards.at(-1) === 'gone soon');
    await third.close();
    await until('the end', () => told.clipboards.at(-1) === null);
    expect(await desktop.clipboard()).toBeNull();
  });
});
