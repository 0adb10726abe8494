import { useSyncExternalStore } from 'react';

/** How urgent: `assertive` interrupts what is being read. */
type Urgency = 'polite' | 'assertive';

interface Announcement {
  readonly id: number;
  readonly urgency: Urgency;
  readonly text: string;
}

/** More than a screen reader has yet to read would only be found again by browsing the page. */
const KEPT = 5;

let announcements: readonly Announcement[] = [];
let lastId = 0;
const watchers = new Set<() => void>();

/** Tells screen readers something that is seen elsewhere on the page. */
export function announce(text: string, urgency: Urgency = 'polite'): void {
  announcements = [...announcements.slice(1 - KEPT), { id: ++lastId, urgency, text }];
  for (const changed of watchers) changed();
}

function watch(changed: () => void): () => void {
  watchers.add(changed);
  return () => watchers.delete(changed);
}

/** Where screen readers find what {@link announce} tells; once, outside everything that comes and goes. */
export function LiveRegions() {
  const told = useSyncExternalStore(watch, () => announcements);
  return (['polite', 'assertive'] as const).map((urgency) => (
    <div key={urgency} className="visually-hidden" aria-live={urgency} aria-relevant="additions">
      {told.map((one) => one.urgency === urgency && <p key={one.id}>{one.text}</p>)}
    </div>
  ));
}
