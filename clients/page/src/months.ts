// The months of an event as weeks of days, Monday first.
import type { TutorialSessionOut } from 'tutorial-search-client';

export interface Month {
  readonly name: string; // 2027-03
  readonly weeks: readonly (readonly (string | null)[])[];
}

const DAYS_OF_A_WEEK = 7;

export function sessionsByDay(
  sessions: readonly TutorialSessionOut[],
): ReadonlyMap<string, readonly TutorialSessionOut[]> {
  const found = new Map<string, TutorialSessionOut[]>();
  for (const session of sessions) {
    const day = session.start_date.slice(0, 10);
    found.set(day, [...(found.get(day) ?? []), session]);
  }
  return found;
}

// Only months that have a session: an event can pause for a whole one.
export function months(days: Iterable<string>): Month[] {
  const names = [...new Set([...days].map((day) => day.slice(0, 7)))].sort();
  return names.map((name) => ({ name, weeks: weeks(name) }));
}

function weeks(month: string): (string | null)[][] {
  const [year = 0, number = 1] = month.split('-').map(Number);
  const first = new Date(Date.UTC(year, number - 1, 1));
  const length = new Date(Date.UTC(year, number, 0)).getUTCDate();
  const before = (first.getUTCDay() + 6) % DAYS_OF_A_WEEK;
  const cells: (string | null)[] = [
    ...Array<null>(before).fill(null),
    ...Array.from({ length }, (_, index) => `${month}-${String(index + 1).padStart(2, '0')}`),
  ];
  while (cells.length % DAYS_OF_A_WEEK !== 0) cells.push(null);
  return Array.from({ length: cells.length / DAYS_OF_A_WEEK }, (_, week) =>
    cells.slice(week * DAYS_OF_A_WEEK, (week + 1) * DAYS_OF_A_WEEK),
  );
}
