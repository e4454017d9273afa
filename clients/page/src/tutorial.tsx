// The events of a tutorial: choose one to see its days.
import type { EventHitOut, TutorialVariationHitOut } from 'tutorial-search-client';
import { useId, useState } from 'preact/hooks';

import { booking } from './booking.ts';
import { Calendar } from './calendar.tsx';
import { clock, counted, days, zoneName } from './format.ts';

const FIRST = 4;

export function Events({ variation }: { variation: TutorialVariationHitOut }) {
  const { events } = variation;
  const [chosen, choose] = useState(() => firstOpen(variation.events));
  const [all, showAll] = useState(false);
  const panel = useId();
  if (events.length === 0) return <p class="quiet">No dates are planned yet.</p>;
  const event = events[Math.min(chosen, events.length - 1)];
  const shown = all ? events : events.slice(0, FIRST);
  return (
    <div class="events">
      <div class="event-list">
        <ul>
          {shown.map((each, place) => (
            <li key={each.id}>
              <button
                type="button"
                class="event"
                aria-pressed={each === event}
                aria-controls={panel}
                onClick={() => choose(place)}
              >
                <EventLine event={each} />
              </button>
            </li>
          ))}
        </ul>
        {events.length > FIRST && (
          <button type="button" class="link" onClick={() => showAll(!all)}>
            {all ? 'Show fewer dates' : `Show all ${events.length} dates`}
          </button>
        )}
      </div>
      <div class="event-days" id={panel}>{event && <EventDays event={event} />}</div>
    </div>
  );
}

function firstOpen(events: readonly EventHitOut[]): number {
  const place = events.findIndex((each) => ['free', 'few'].includes(booking(each).kind));
  return Math.max(0, place);
}

function EventLine({ event }: { event: EventHitOut }) {
  const { kind, text } = booking(event);
  return (
    <>
      <span class="event-when">{days(event.start_date, event.end_date)}</span>
      <span class="event-where">{event.venue}</span>
      <span class={`badge ${kind}`}>{text}</span>
    </>
  );
}

function EventDays({ event }: { event: EventHitOut }) {
  const { sessions } = event;
  const taught = [...new Set(sessions.flatMap((each) => each.instructors))].sort();
  const places = [...new Set(sessions.map((each) => each.location))].join(', ');
  // Sessions of one event mostly share their hours: then these are said once.
  const hours = new Set(
    sessions.map((each) => `${clock(each.start_date, each.end_date)} ${zoneName(each.time_zone)}`),
  );
  return (
    <>
      <p class="event-facts">
        <strong>{counted(sessions.length, 'day')}</strong>
        {[...hours].map((each) => <span key={each}>{each}</span>)}
        {places && <span>{places}</span>}
        {taught.length > 0 && <span>with {taught.join(', ')}</span>}
        <code>{event.code}</code>
      </p>
      <Calendar sessions={sessions} />
    </>
  );
}
