import { TicketError } from './errors.js';
import type { Ticket } from './ticket-reader.js';

/**
 * Whether an invitation's time is over.
 *
 * @param now ms since 1970
 * @returns false for one that names no time; the novice will say
 */
export function isExpired(ticket: Pick<Ticket, 'expires'>, now: number): boolean {
  return ticket.expires !== undefined && now > ticket.expires;
}

/**
 * Stops when an invitation's time is over.
 *
 * @param now ms since 1970
 * @throws TicketError `expired`
 */
export function requireUnexpired(ticket: Pick<Ticket, 'expires'>, now: number): void {
  if (isExpired(ticket, now)) throw new TicketError('expired', 'later than DtStart and DtLength allow');
}
