import type { Area, ClientCapabilities, InputEvent } from '@beside/rdp';
import type { FileEvent } from './files/events.js';
import type { RefusalReason } from './novice/refusal.js';
import type { TalkEvent } from './talk.js';

/** How a session ended. `refused` was told before, with why, by a `refused` event. */
export type EndReason =
  /** The novice ended it. */
  | 'novice'
  /** The expert ended it. */
  | 'expert'
  /** The connection broke off. */
  | 'connection-lost'
  | 'refused'
  /** The other side did not go on in time. */
  | 'timeout'
  /** The other side sent what has no valid form; `error` names the field. */
  | 'malformed';

/** What a `Novice` tells whoever drives it, in order. */
export type NoviceEvent =
  /** Bytes for the expert. The view is valid only during the call. */
  | { readonly type: 'send'; readonly bytes: Uint8Array }
  /** What was sent before goes out in the clear, then the stream becomes TLS, then `tlsStarted()` is to be called. */
  | { readonly type: 'start-tls' }
  /** The RDP connection stands and whoever is there is allowed to go on; the proof of the password, or its name, is awaited. */
  | { readonly type: 'connecting' }
  /** A plain picture of this size is wanted, by `showWaiting`: nobody has consented yet. Again when the size changes. */
  | {
      readonly type: 'waiting-picture-needed';
      readonly width: number;
      readonly height: number;
      readonly client: ClientCapabilities;
    }
  /**
   * Ask the novice whether `name` may see the screen; `answerConsent` takes the answer. The handshake was right. The name is
   * safe to show and not to believe; undefined when none was given.
   */
  | { readonly type: 'consent-needed'; readonly name: string | undefined }
  /** Consent was given: capture and send the whole picture. */
  | { readonly type: 'viewing'; readonly client: ClientCapabilities; readonly width: number; readonly height: number }
  /** The connection now has this size, or was set up anew: send the whole picture. */
  | { readonly type: 'resized'; readonly client: ClientCapabilities; readonly width: number; readonly height: number }
  /** Ask the novice whether the expert may control; `answerControl` takes the answer. */
  | { readonly type: 'control-needed'; readonly name: string | undefined }
  /** Take the open question away: who asked has gone or no longer wants, or nobody answered in time. */
  | { readonly type: 'question-withdrawn' }
  /** The expert was told no without a question: settings forbid control, it asked again too soon, or another question is open. */
  | { readonly type: 'control-refused'; readonly why: 'view-only' | 'too-soon' | 'busy' }
  | { readonly type: 'controlling' }
  | { readonly type: 'control-ended'; readonly by: 'novice' | 'escape' | 'expert' | 'end' }
  /** Let go of every key and button that is held down for the expert, now. Comes before the event that says why. */
  | { readonly type: 'release-input' }
  /** To be done on the desktop. Comes only while the expert may control. */
  | { readonly type: 'input'; readonly input: InputEvent }
  | { readonly type: 'paused' }
  /** Send the whole picture anew. */
  | { readonly type: 'resumed' }
  | TalkEvent
  /**
   * Files, both ways. `file-offered` is a question to the novice, which `answerFile` answers; nothing of the expert's is done
   * while it is open.
   */
  | FileEvent
  /** The client wants these areas sent again. */
  | { readonly type: 'picture-wanted'; readonly areas: readonly Area[] }
  /** The client does not (or again does) show pictures; with `suppressed: false` send the whole picture. */
  | { readonly type: 'output'; readonly suppressed: boolean }
  | { readonly type: 'frame-acknowledged'; readonly frameId: number }
  /** The expert was not let in, or no longer. `invitationVoid`: this was the wrong proof that voids the invitation. */
  | { readonly type: 'refused'; readonly why: RefusalReason; readonly invitationVoid: boolean }
  /** Last event. Close the stream once what was sent is out. */
  | { readonly type: 'ended'; readonly reason: EndReason; readonly error?: Error };
