import { describe, expect, it } from 'vitest';
import { FRAME_INTERVAL, Pacer } from '../src/index.js';

const INFINITY = Number.POSITIVE_INFINITY;

/** Sends a frame that took no time to make. */
function send(pacer: Pacer, frameId: number, now: number, bytes = 0): void {
  pacer.sent(frameId, now, now, 0, bytes);
}

/**
 * A client behind a link that each frame takes `frameMs` to get through; it is acknowledged `roundTrip` ms after that.
 *
 * @returns frames a second, and the longest time from a frame to its acknowledgement once it runs, in ms
 */
function simulate(roundTrip: number, frameMs: number, seconds = 20) {
  const pacer = new Pacer(2);
  const acknowledgements: { at: number; frameId: number; sent: number }[] = [];
  let linkFree = 0;
  let frames = 0;
  let longest = 0;
  for (let now = 0; now < seconds * 1000; now++) {
    while (acknowledgements[0] !== undefined && acknowledgements[0].at <= now) {
      const { frameId, sent } = acknowledgements.shift()!;
      pacer.acknowledged(frameId, now);
      if (now > 5000) longest = Math.max(longest, now - sent);
    }
    if (pacer.delay(0, now) > 0) continue;
    send(pacer, ++frames, now, 1000);
    linkFree = Math.max(linkFree, now) + frameMs;
    acknowledgements.push({ at: linkFree + roundTrip, frameId: frames, sent: now });
  }
  return { rate: frames / seconds, longest };
}

describe('Pacer', () => {
  it('lets the first frame out at once, and one after a pause too', () => {
    const pacer = new Pacer(0);
    expect(pacer.delay(0, 1000)).toBe(0);
    send(pacer, 1, 1000);
    expect(pacer.delay(0, 1000)).toBeCloseTo(FRAME_INTERVAL);
    expect(pacer.delay(0, 1000 + FRAME_INTERVAL)).toBe(0);
  });

  it('leaves a third of the time it takes to make a frame to everything else', () => {
    const pacer = new Pacer(0);
    pacer.sent(1, 100, 130, 30, 0);
    expect(pacer.delay(0, 130)).toBe(10);
  });

  it('keeps two frames in flight on a short way, and no third', () => {
    const pacer = new Pacer(2);
    send(pacer, 1, 0);
    pacer.acknowledged(1, 3);
    send(pacer, 2, 20);
    send(pacer, 3, 40);
    expect(pacer.delay(0, 60)).toBeGreaterThan(1000);
    pacer.acknowledged(2, 61);
    expect(pacer.delay(0, 61)).toBe(0);
  });

  it('keeps as many in flight as the way is long, so that a long way costs no frames', () => {
    expect(simulate(1, 1).rate).toBeGreaterThan(55);
    expect(simulate(200, 1).rate).toBeGreaterThan(50);
  });

  it('sends no faster than a slow link takes, and lets no queue of more than 50 ms and a frame grow', () => {
    const { rate, longest } = simulate(40, 100);
    expect(rate).toBeGreaterThan(8);
    expect(rate).toBeLessThan(11);
    expect(longest).toBeLessThanOrEqual(40 + 2 * 100 + 50);
  });

  it('counts a frame as acknowledged when a later one is, and forgets what it never sent', () => {
    const pacer = new Pacer(2);
    send(pacer, 1, 0);
    send(pacer, 2, 20);
    pacer.acknowledged(99, 25);
    expect(pacer.delay(0, 40)).toBeGreaterThan(0);
    pacer.acknowledged(2, 41);
    expect(pacer.delay(0, 41)).toBe(0);
  });

  it('goes on after two seconds when a client stops acknowledging, unless the stream is stuck', () => {
    const pacer = new Pacer(2);
    send(pacer, 1, 0);
    send(pacer, 2, 20);
    expect(pacer.delay(0, 100)).toBe(1900);
    expect(pacer.delay(5000, 2000)).toBe(INFINITY);
    expect(pacer.delay(0, 2000)).toBe(0);
  });

  it('waits until nothing stands in the stream where nothing is acknowledged', () => {
    const pacer = new Pacer(0);
    send(pacer, 1, 0);
    expect(pacer.delay(1, 20)).toBe(INFINITY);
    expect(pacer.delay(0, 30)).toBe(0);
  });

  it('believes that the way got longer once a frame was alone on it, and not because frames queue', () => {
    const rates = [simulate(5, 100), simulate(5, 100, 60)];
    for (const { longest } of rates) expect(longest).toBeLessThanOrEqual(5 + 2 * 100 + 50);
  });
});
