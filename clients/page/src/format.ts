// Amounts, days and times as people in Britain write them.
const LOCALE = 'en-GB';
const RANGE = new Intl.DateTimeFormat(LOCALE, {
  day: 'numeric', month: 'short', year: 'numeric', timeZone: 'UTC',
});
const DAY = new Intl.DateTimeFormat(LOCALE, {
  weekday: 'short', day: 'numeric', month: 'short', timeZone: 'UTC',
});
const MONTH = new Intl.DateTimeFormat(LOCALE, { month: 'long', year: 'numeric', timeZone: 'UTC' });

// Amounts are decimal texts, which Intl formats without rounding.
export function money(amount: string, currency: string): string {
  const whole = /\.0*$/.test(amount);
  const style = { style: 'currency', currency, ...(whole && { maximumFractionDigits: 0 }) } as const;
  try {
    return new Intl.NumberFormat(LOCALE, style).format(amount as Intl.StringNumericLiteral);
  } catch {
    return `${amount} ${currency}`; // not a currency of ISO 4217
  }
}

// Days are texts such as 2027-03-24, and stay days of the place: UTC here only carries them.
function carried(day: string): Date {
  return new Date(`${day.slice(0, 10)}T00:00:00Z`);
}

export function dayName(day: string): string {
  return DAY.format(carried(day));
}

export function days(first: string, last: string): string {
  return RANGE.formatRange(carried(first), carried(last));
}

export function monthName(month: string): string {
  return MONTH.format(carried(`${month}-01`));
}

// The clock of the place is written in the text itself: 2027-03-24T09:00:00+00:00.
export function clock(start: string, end: string): string {
  return `${start.slice(11, 16)}–${end.slice(11, 16)}`;
}

export function zoneName(zone: string): string {
  const city = zone.split('/').at(-1) ?? zone;
  return `${city.replaceAll('_', ' ')} time`;
}

// The sum of amounts such as 755.00, in hundredths, because floating point would not be exact.
export function sum(amounts: readonly string[]): string {
  const hundredths = amounts.reduce((total, amount) => total + Math.round(Number(amount) * 100), 0);
  return (hundredths / 100).toFixed(2);
}

export function places(left: number): string {
  return left === 1 ? '1 place left' : `${left} places left`;
}

export function counted(count: number, noun: string): string {
  return `${new Intl.NumberFormat(LOCALE).format(count)} ${noun}${count === 1 ? '' : 's'}`;
}

export function capital(word: string): string {
  return word.charAt(0).toUpperCase() + word.slice(1).replaceAll('_', ' ');
}
