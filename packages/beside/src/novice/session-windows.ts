import type { Bar, Overlay } from '@beside/desktop';
import { calledBy, sentence } from './wording.js';

/** How much an expert is let do, as far as the novice's desktop shows it. */
export interface Shown {
  readonly name: string | undefined;
  readonly controlling: boolean;
  readonly paused: boolean;
  /** There is a place for the chat that a button can bring forward. */
  readonly chat: boolean;
}

/** What the buttons of the bar do. */
export type BarButton = 'stop' | 'pause' | 'chat' | 'end';

/** Bar and frame on the novice's desktop, that say all the time what the expert may do. Null: nobody sees anything. */
export function showWindows(overlay: Overlay, shown: Shown | null): void {
  overlay.bar(shown && barOf(shown));
  overlay.frame(shown && { alarming: shown.controlling && !shown.paused });
}

function barOf({ name, controlling, paused, chat }: Shown): Bar {
  const who = calledBy(name);
  const does = controlling ? `${who} controls your computer` : `${who} sees your screen`;
  const buttons: { id: BarButton; label: string }[] = [
    ...(controlling ? [{ id: 'stop' as const, label: 'Stop control' }] : []),
    { id: 'pause', label: paused ? 'Go on' : 'Pause' },
    ...(chat ? [{ id: 'chat' as const, label: 'Chat' }] : []),
    { id: 'end', label: 'End' },
  ];
  return { text: sentence(paused ? `paused: ${who} sees nothing new` : does), buttons, alarming: controlling && !paused };
}
