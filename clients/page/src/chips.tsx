// What narrows the search, each part with a button that takes it away.
import { capital, dayName } from './format.ts';
import { choices, toggled, withField, type State } from './state.ts';

interface Props {
  readonly state: State;
  onRemove(next: State): void;
}

export function Chips({ state, onRemove }: Props) {
  const days = (['from', 'to'] as const).flatMap((name) => {
    const day = state.fields[name];
    return day ? [{ name, text: `${capital(name)} ${label(day)}` }] : [];
  });
  const chosen = choices(state);
  if (chosen.length + days.length === 0) return null;
  return (
    <ul class="chips" aria-label="Active filters">
      {chosen.map(({ facet, value }) => (
        <Chip
          key={`${facet} ${value}`}
          text={capital(value)}
          onClick={() => onRemove(toggled(state, facet, value))}
        />
      ))}
      {days.map(({ name, text }) => (
        <Chip key={name} text={text} onClick={() => onRemove(withField(state, name, ''))} />
      ))}
    </ul>
  );
}

function Chip({ text, onClick }: { text: string; onClick(): void }) {
  return (
    <li>
      <button type="button" onClick={onClick} aria-label={`Remove the filter ${text}`}>
        {text}<span aria-hidden="true" class="cross" />
      </button>
    </li>
  );
}

// The address can say anything.
function label(day: string): string {
  return /^\d{4}-\d\d-\d\d$/.test(day) && !Number.isNaN(Date.parse(day)) ? dayName(day) : day;
}
