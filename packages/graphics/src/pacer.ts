/** Shortest time between two frames unless something else is asked for, in ms: 60 a second. */
export const FRAME_INTERVAL = 1000 / 60;
/** Longest queue that frames may stand in, in ms. */
const MAX_QUEUE = 50;
/** Frames in flight that are allowed on the shortest way. */
const MIN_IN_FLIGHT = 2;
/** How long a measurement counts, in ms; ways change. */
const MEMORY = 10_000;
/**
 * A frame that left the stream and was not acknowledged for so long counts as acknowledged, in ms: a client that forgets to
 * does not lose its picture for good.
 */
const PATIENCE = 2000;

interface Sent {
  readonly frameId: number;
  readonly at: number;
  readonly bytes: number;
  /** Bytes that were acknowledged when it was sent, and when that was. */
  readonly deliveredBefore: number;
  readonly deliveredBeforeAt: number;
  /** Nothing else was in flight, so that its round trip has no queue in it. */
  readonly alone: boolean;
}

/**
 * Decides when the next frame may be made, so that frames stand in no long queue: what changes meanwhile is merged into the
 * next one.
 *
 * Where the client acknowledges frames, at most max(2, round trip / frame interval + 1) are in flight, and no frame is made
 * while more bytes are in flight than the way takes in its shortest round trip and 50 ms; twice as many while no queue shows,
 * which is while the last round trip was at most 50 ms longer than the shortest. What the way takes is measured as TCP BBR
 * measures it: the shortest round trip, and the most bytes that were acknowledged over the time of one. Before the first
 * acknowledgement two frames may be in flight. Where the client acknowledges nothing, nothing may wait in the stream.
 *
 * It has no clock; every method is given the time, in ms.
 */
export class Pacer {
  readonly #acknowledges: boolean;
  readonly #interval: number;
  /** Frames in flight, oldest first. */
  readonly #inFlight: Sent[] = [];
  #bytesInFlight = 0;
  #notBefore = 0;

  #delivered = 0;
  #deliveredAt = 0;
  /** Shortest round trip, in ms, and since when it counts. */
  #roundTrip = Number.POSITIVE_INFINITY;
  #roundTripAt = 0;
  #lastRoundTrip = 0;
  /** Largest bytes a ms, and since when it counts. */
  #speed = 0;
  #speedAt = 0;

  /**
   * @param framesInFlight as in `ClientCapabilities`: 0 when the client acknowledges nothing. The number itself is a hint on
   *   how many frames the client can hold back ([MS-RDPRFX] 2.2.1.3); frames on the wire are not held back there
   * @param interval shortest time between two frames, in ms
   */
  constructor(framesInFlight: number, interval = FRAME_INTERVAL) {
    this.#interval = interval;
    this.#acknowledges = framesInFlight > 0;
  }

  /** What the way takes, in bytes a ms, as last measured; undefined while nothing was acknowledged. */
  get speed(): number | undefined {
    return this.#speed > 0 ? this.#speed : undefined;
  }

  /**
   * Notes that a frame was sent.
   *
   * @param started when its capture began
   * @param work how long this program worked on it, in ms; a third of that is left free for everything else
   */
  sent(frameId: number, started: number, now: number, work: number, bytes: number): void {
    this.#notBefore = Math.max(started + this.#interval, now + work / 3);
    if (!this.#acknowledges) return;
    const alone = this.#inFlight.length === 0;
    this.#inFlight.push({
      frameId,
      at: now,
      bytes,
      deliveredBefore: this.#delivered,
      deliveredBeforeAt: alone ? now : this.#deliveredAt,
      alone,
    });
    this.#bytesInFlight += bytes;
  }

  /** Notes that a capture began and nothing came of it. */
  idled(started: number): void {
    this.#notBefore = started + this.#interval;
  }

  /** Notes that the client has a frame, and so all before it. */
  acknowledged(frameId: number, now: number): void {
    const index = this.#inFlight.findIndex((frame) => frame.frameId === frameId);
    if (index < 0) return;
    const frame = this.#inFlight[index]!;
    for (const { bytes } of this.#inFlight.splice(0, index + 1)) {
      this.#delivered += bytes;
      this.#bytesInFlight -= bytes;
    }
    this.#deliveredAt = now;
    this.#measure(frame, now);
  }

  /**
   * When the next frame may be made.
   *
   * @param queued bytes that wait in the stream
   * @returns ms to wait; 0: now. Infinity: not before something is acknowledged or the stream is drained
   */
  delay(queued: number, now: number): number {
    const interval = Math.max(0, this.#notBefore - now);
    if (!this.#acknowledges) return queued === 0 ? interval : Number.POSITIVE_INFINITY;
    const oldest = this.#inFlight[0];
    if (oldest === undefined || !this.#full()) return interval;
    if (queued > 0) return Number.POSITIVE_INFINITY;
    const patience = oldest.at + PATIENCE - now;
    if (patience > 0) return patience;
    this.#inFlight.length = 0;
    this.#bytesInFlight = 0;
    return interval;
  }

  #full(): boolean {
    if (this.#roundTrip === Number.POSITIVE_INFINITY) return this.#inFlight.length >= MIN_IN_FLIGHT;
    if (this.#inFlight.length >= Math.max(MIN_IN_FLIGHT, Math.floor(this.#roundTrip / this.#interval + 1))) return true;
    // While no queue shows, more may be tried: what the way takes is known only once it was filled.
    const gain = this.#lastRoundTrip <= this.#roundTrip + MAX_QUEUE ? 2 : 1;
    return this.#bytesInFlight > this.#speed * (this.#roundTrip + MAX_QUEUE) * gain;
  }

  #measure(frame: Sent, now: number): void {
    const roundTrip = now - frame.at;
    this.#lastRoundTrip = roundTrip;
    // A longer one is believed only if no queue of our own can be in it.
    if (roundTrip <= this.#roundTrip || (frame.alone && now - this.#roundTripAt > MEMORY)) {
      this.#roundTrip = roundTrip;
      this.#roundTripAt = now;
    }
    const speed = (this.#delivered - frame.deliveredBefore) / Math.max(1, now - frame.deliveredBeforeAt);
    if (speed >= this.#speed || now - this.#speedAt > MEMORY) {
      this.#speed = speed;
      this.#speedAt = now;
    }
  }
}
