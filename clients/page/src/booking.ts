// Whether an event can be booked, by the rules of the filter `availability`.
import type { EventHitOut } from 'tutorial-search-client';

import { places } from './format.ts';

const FEW = 3;
// The day at the site, written as the API writes days.
const TODAY = new Intl.DateTimeFormat('en-CA', { timeZone: 'Europe/London' });

export interface Booking {
  readonly kind: 'free' | 'few' | 'full' | 'over';
  readonly text: string;
}

export function booking(event: EventHitOut, today = TODAY.format(new Date())): Booking {
  if (event.end_date < today) return { kind: 'over', text: 'Past' };
  if (event.finalisation_date !== null && event.finalisation_date < today) {
    return { kind: 'over', text: 'Booking closed' };
  }
  if (event.is_soldout || event.remain_space <= 0) return { kind: 'full', text: 'Sold out' };
  const kind = event.remain_space <= FEW ? 'few' : 'free';
  return { kind, text: places(event.remain_space) };
}
