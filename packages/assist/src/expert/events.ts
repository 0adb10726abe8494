import type { Monitor, RdpOutputEvent, ServerCapabilities } from '@beside/rdp';
import type { EndReason } from '../events.js';
import type { FileEvent } from '../files/events.js';
import type { TalkEvent } from '../talk.js';
import type { ExpertRefusalReason } from './refusal.js';

/** The novice's desktop as RDP has it. */
export interface NoviceScreen {
  readonly server: ServerCapabilities;
  /** Pixels. */
  readonly width: number;
  readonly height: number;
}

/** What an `Expert` tells whoever drives it, in order. */
export type ExpertEvent =
  /** Bytes for the novice. The view is valid only during the call. */
  | { readonly type: 'send'; readonly bytes: Uint8Array }
  /** What was sent before goes out in the clear, then the stream becomes TLS, then `tlsStarted()` is to be called. */
  | { readonly type: 'start-tls' }
  /** The connection stands with this size, or was set up anew: what was painted before is gone. Comes before consent as well. */
  | ({ readonly type: 'resized' } & NoviceScreen)
  /** The handshake is done; the novice is asked whether the expert may see. */
  | { readonly type: 'waiting-for-consent' }
  /** The novice said yes: pictures are of its desktop from here on. */
  | ({ readonly type: 'viewing' } & NoviceScreen)
  /**
   * Pictures and pointers, unchanged: paint them in order. Before `viewing` they show what a novice lets everybody see, which
   * is a plain waiting picture where it is Beside.
   */
  | RdpOutputEvent
  /**
   * How the novice's monitors stand, in pixels of its desktop; none: it does not say. Comes after consent from a novice of Beside, again
   * at every change, and behind each `resized`, which takes away what was told before. Others may not tell it at all.
   */
  | { readonly type: 'monitors'; readonly monitors: readonly Monitor[] }
  /** The novice is asked whether the expert may control. */
  | { readonly type: 'control-asked' }
  | { readonly type: 'control-refused'; readonly why: 'novice-said-no' | 'view-only' | 'no-answer' }
  /** The expert has taken its question back. */
  | { readonly type: 'control-withdrawn' }
  /** Input is sent from here on. */
  | { readonly type: 'controlling' }
  /** Forget every key and button that is held down: the novice has let go of them. */
  | { readonly type: 'control-ended'; readonly by: 'novice' | 'escape' | 'expert' | 'end' }
  /** The novice withholds its picture and takes no input; forget what is held down. Control stands again after `resumed`. */
  | { readonly type: 'paused' }
  | { readonly type: 'resumed' }
  | TalkEvent
  /** Files, both ways. `file-offered` is a question to the expert, which `answerFile` answers. */
  | FileEvent
  /** What the novice calls itself; safe to show, and not to believe. */
  | { readonly type: 'novice-name'; readonly name: string }
  /**
   * The expert was not let in. `result` is the novice's own code ([MS-RA] 2.2.6) and `errorInfo` RDP's ([MS-RDPBCGR] 2.2.5.1.1),
   * where it gave one: for logs.
   */
  | {
      readonly type: 'refused';
      readonly why: ExpertRefusalReason;
      readonly result?: number;
      readonly errorInfo?: number;
    }
  /** Last event. Close the stream once what was sent is out. */
  | { readonly type: 'ended'; readonly reason: EndReason; readonly error?: Error };
