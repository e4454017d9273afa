import type { TutorialSessionOut } from 'tutorial-search-client';

import { clock, dayName, monthName } from './format.ts';
import { months, sessionsByDay, type Month } from './months.ts';

const WEEKDAYS = ['Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday', 'Saturday', 'Sunday'];

type Sessions = ReturnType<typeof sessionsByDay>;

export function Calendar({ sessions }: { sessions: readonly TutorialSessionOut[] }) {
  const byDay = sessionsByDay(sessions);
  return (
    <div class="calendar">
      {months(byDay.keys()).map((month) => (
        <MonthTable key={month.name} month={month} sessions={byDay} />
      ))}
    </div>
  );
}

function MonthTable({ month, sessions }: { month: Month; sessions: Sessions }) {
  return (
    <table class="month">
      <caption>{monthName(month.name)}</caption>
      <thead>
        <tr>
          {WEEKDAYS.map((name) => (
            <th key={name} scope="col" abbr={name}>{name.charAt(0)}</th>
          ))}
        </tr>
      </thead>
      <tbody>
        {month.weeks.map((week, number) => (
          <tr key={number}>
            {week.map((day, place) => <Day key={place} day={day} sessions={sessions} />)}
          </tr>
        ))}
      </tbody>
    </table>
  );
}

function Day({ day, sessions }: { day: string | null; sessions: Sessions }) {
  if (day === null) return <td />;
  const number = Number(day.slice(8));
  const held = sessions.get(day);
  if (!held) return <td>{number}</td>;
  const text = `${dayName(day)}, ${held.map(described).join('; ')}`;
  return (
    <td class="held" title={text}>
      <span aria-hidden="true">{number}</span>
      <span class="unseen">{text}</span>
    </td>
  );
}

function described(session: TutorialSessionOut): string {
  const times = clock(session.start_date, session.end_date);
  return [times, session.instructors.join(', ')].filter(Boolean).join(', ');
}
