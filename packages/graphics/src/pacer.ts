/** Shortest time between two frames, in ms: 60 a second. */
export const FRAME_INTERVAL = 1000 / 60;
/** Longest queue that frames may stand in, in ms. */
const MAX_QUEUE = 50;
/** Frames in flight that are allowed on the shortest way. */
const MIN_IN_FLIGHT = 2;
/** How long the shortest round trip counts, in ms; routes change. */
const ROUND_TRIP_MEMORY = 10_000;
/**
 * A frame that left the stream and was not acknowledged for so long counts as acknowledged, in ms: a client that forgets to
 * does not lose its picture for good.
 */
const PATIENCE = 2000;
/** Weight of a new measurement of the stream's speed. */
const SPEED_WEIGHT = 0.25;

interface Sent {
  readonly frameId: number;
  readonly at: number;
}

/**
 * Decides when the next frame may be made, so that frames never stand in a queue: what changes meanwhile is merged into the
 * next one. Where the client acknowledges frames, by those in flight: at most max(2, round trip / frame interval + 1), and
 * none while the oldest is more than 50 ms late. Else by the stream: at most 50 ms of bytes waiting in it.
 *
 * It has no clock; every method is given the time, in ms.
 */
export class Pacer {
  readonly #acknowledges: boolean;
  /** Frames in flight, oldest first. */
  readonly #inFlight: Sent[] = [];
  #notBefore = 0;

  /** Shortest round trips of the last and of the present span of time. */
  #bestBefore = Number.POSITIVE_INFINITY;
  #best = Number.POSITIVE_INFINITY;
  #spanStart = 0;

  #queued = 0;
  #queuedAt = 0;
  /** Bytes a ms that the stream takes; 0 until known. */
  #speed = 0;

  /**
   * @param framesInFlight as in `ClientCapabilities`: 0 when the client acknowledges nothing. The number itself is a hint on
   *   how many frames the client can hold back ([MS-RDPRFX] 2.2.1.3); frames on the wire are not held back there
   */
  constructor(framesInFlight: number) {
    this.#acknowledges = framesInFlight > 0;
  }

  /**
   * Notes that a frame was sent.
   *
   * @param started when its capture began
   * @param work how long this program worked on it, in ms; as much as a third of that is left free for everything else
   * @param bytes that it added to the stream
   */
  sent(frameId: number, started: number, now: number, work: number, bytes: number): void {
    this.idled(started);
    this.#notBefore = Math.max(this.#notBefore, now + work / 3);
    this.#queued += bytes;
    if (this.#acknowledges) this.#inFlight.push({ frameId, at: now });
  }

  /** Notes that a capture began and nothing came of it. */
  idled(started: number): void {
    this.#notBefore = started + FRAME_INTERVAL;
  }

  /** Notes that the client has a frame, and so all before it. */
  acknowledged(frameId: number, now: number): void {
    const index = this.#inFlight.findIndex((frame) => frame.frameId === frameId);
    if (index < 0) return;
    const frames = this.#inFlight.splice(0, index + 1);
    if (now - this.#spanStart > ROUND_TRIP_MEMORY / 2) {
      this.#bestBefore = this.#best;
      this.#best = Number.POSITIVE_INFINITY;
      this.#spanStart = now;
    }
    this.#best = Math.min(this.#best, now - frames[index]!.at);
  }

  /**
   * When the next frame may be made.
   *
   * @param queued bytes that wait in the stream
   * @returns ms to wait; 0: now. Infinity: not before something is acknowledged or the stream is drained
   */
  delay(queued: number, now: number): number {
    this.#measure(queued, now);
    const interval = Math.max(0, this.#notBefore - now);
    return this.#acknowledges ? this.#byAcknowledgement(interval, queued, now) : this.#byQueue(interval, queued);
  }

  #byAcknowledgement(interval: number, queued: number, now: number): number {
    const oldest = this.#inFlight[0];
    if (oldest === undefined) return interval;
    const roundTrip = Math.min(this.#best, this.#bestBefore);
    const age = now - oldest.at;
    if (age >= PATIENCE && queued === 0) {
      this.#inFlight.length = 0;
      return interval;
    }
    const known = roundTrip !== Number.POSITIVE_INFINITY;
    const allowed = known ? Math.max(MIN_IN_FLIGHT, Math.floor(roundTrip / FRAME_INTERVAL + 1)) : MIN_IN_FLIGHT;
    const late = known && age > roundTrip + MAX_QUEUE;
    if (this.#inFlight.length < allowed && !late) return interval;
    return queued === 0 ? PATIENCE - age : Number.POSITIVE_INFINITY;
  }

  #byQueue(interval: number, queued: number): number {
    if (queued === 0 || queued <= this.#speed * MAX_QUEUE) return interval;
    return Number.POSITIVE_INFINITY;
  }

  /** Learns the stream's speed from how fast its queue gets shorter; an empty queue says only that it is not slower. */
  #measure(queued: number, now: number): void {
    const time = now - this.#queuedAt;
    const taken = this.#queued - queued;
    if (time <= 0 && taken <= 0) return;
    if (this.#queued > 0 && time > 0 && taken > 0) {
      const speed = taken / time;
      if (queued > 0 || speed > this.#speed)
        this.#speed = this.#speed === 0 ? speed : this.#speed + (speed - this.#speed) * SPEED_WEIGHT;
    }
    this.#queued = queued;
    this.#queuedAt = now;
  }
}
