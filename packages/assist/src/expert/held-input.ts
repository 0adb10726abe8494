import type { InputEvent } from '@beside/rdp';

/** The keys and buttons that were sent as pressed and not yet as let go. */
export class HeldInput {
  readonly #held = new Map<string, InputEvent>();

  /** Takes an event into account that was sent. */
  sent(event: InputEvent): void {
    const name = nameOf(event);
    if (name === undefined) return;
    if ('down' in event && event.down) this.#held.set(name, { ...event, down: false });
    else this.#held.delete(name);
  }

  /** The events that let go of everything, which then counts as let go. */
  release(): InputEvent[] {
    const events = [...this.#held.values()];
    this.#held.clear();
    return events;
  }
}

function nameOf(event: InputEvent): string | undefined {
  switch (event.type) {
    case 'key':
      return `key ${event.scancode}`;
    case 'unicode':
      return `unicode ${event.unit}`;
    case 'button':
      return `button ${event.button}`;
    default:
      return undefined;
  }
}
