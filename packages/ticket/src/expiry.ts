import { TicketError } from './errors.js';

/** An invitation for Windows that was read, or whatever else knows its end; ms since 1970. */
interface Expiring {
  readonly expires: number | undefined;
}

/**
 * Whether an invitation's time is over.
 *
 * @param now ms since 1970
 * @returns false for one that names no time; the novice will say
 */
export function isExpired(ticket: Expiring, now: number): boolean {
  return ticket.expires !== undefined && now > ticket.expires;
}

/**
 * Stops when an invitation's time is over.
 *
 * @param now ms since 1970
 * @throws TicketError `expired`
 */
export function requireUnexpired(ticket: Expiring, now: number): void {
  if (isExpired(ticket, now)) throw new TicketError('expired', 'later than DtStart and DtLength allow');
}
