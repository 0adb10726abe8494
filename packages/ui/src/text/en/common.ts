import { bytesOf, durationOf } from '../format.js';

const UNITS = ['bytes', 'kB', 'MB', 'GB'] as const;

/** "1 day", "3 days". */
export function count(n: number, one: string, many: string): string {
  return `${n} ${n === 1 ? one : many}`;
}

/** A number of bytes. */
export function bytes(n: number): string {
  const { value, power } = bytesOf(n);
  return n === 1 ? '1 byte' : `${value} ${UNITS[power]}`;
}

/** A length of time in ms, in its two largest units. */
export function duration(ms: number): string {
  const { days, hours, minutes, seconds } = durationOf(ms);
  const parts = [
    [days, 'day', 'days'],
    [hours, 'hour', 'hours'],
    [minutes, 'minute', 'minutes'],
    [seconds, 'second', 'seconds'],
  ] as const;
  const first = parts.findIndex(([n]) => n > 0);
  if (first < 0) return '0 seconds';
  return parts
    .slice(first, first + 2)
    .filter(([n]) => n > 0)
    .map(([n, one, many]) => count(n, one, many))
    .join(' ');
}

/** A time of day, with the day where that is not today, and the year where it is not this one. */
function moment(at: number, now: number): string {
  const [date, today] = [new Date(at), new Date(now)];
  const sameYear = date.getFullYear() === today.getFullYear();
  const day = { day: 'numeric', month: 'short', ...(!sameYear && { year: 'numeric' }) } as const;
  const time = { hour: 'numeric', minute: '2-digit' } as const;
  return new Intl.DateTimeFormat('en', date.toDateString() === today.toDateString() ? time : { ...day, ...time }).format(date);
}

/** What everything shares. */
export const common = {
  product: 'Beside',
  title: (page: string) => `${page} - Beside`,
  skip: 'Go to the content',
  home: 'Start page',
  back: 'Back to the start page',
  close: 'Close',
  cancel: 'Cancel',
  copy: 'Copy',
  copied: 'Copied',
  notCopied: 'It could not be copied. Mark it and copy it by hand.',
  opening: 'Opening Beside',
  lost: 'Reaching Beside on this computer again',
  practice: 'There is no display on this computer, so Beside shows a drawn practice desktop.',
  practiceLabel: 'Practice',
  openExpertPage: 'Open the helper’s page',
  expertPageBlocked: 'This browser did not open the page. Allow pop-up windows for it, or open this address yourself:',
  failed: (message: string) => `That did not work. ${message}`,
  failures: {
    lost: 'Beside on this computer does not answer just now. Try again in a moment.',
  } as Readonly<Record<string, string>>,
  bytes,
  duration,
  moment,
  timeLeft: (ms: number) => (ms <= 0 ? 'Time is up' : `${duration(ms)} left`),
  version: (version: string) => `Beside ${version}`,
};
