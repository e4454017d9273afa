import { useEffect, useRef } from 'preact/hooks';

import type { State } from './state.ts';

const LONGEST = 200;

interface Props {
  readonly state: State;
  onWords(value: string): void;
}

export function SearchBox({ state, onWords }: Props) {
  const box = useRef<HTMLInputElement>(null);
  useEffect(() => {
    const jump = (event: KeyboardEvent) => {
      const isElsewhere = !(event.target as Element | null)?.closest('input, select, textarea');
      if (event.key === '/' && isElsewhere && !event.ctrlKey && !event.metaKey) {
        event.preventDefault();
        box.current?.focus();
      }
    };
    addEventListener('keydown', jump);
    return () => removeEventListener('keydown', jump);
  }, []);
  return (
    <search>
      <form class="ask" onSubmit={(event) => event.preventDefault()}>
        <label class="words">
          <span class="unseen">Search</span>
          <input
            ref={box}
            type="search"
            name="q"
            value={state.fields.q ?? ''}
            maxLength={LONGEST}
            autocomplete="off"
            spellcheck={false}
            placeholder="A subject, a city, a venue or a code"
            onInput={(event) => onWords(event.currentTarget.value)}
          />
          <kbd aria-hidden="true">/</kbd>
        </label>
      </form>
    </search>
  );
}
