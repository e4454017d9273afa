// The state in the address bar: each choice is a step of Back, typing is one step.
import { useEffect, useState } from 'preact/hooks';

import { read, write, type State } from './state.ts';

export type Change = (next: State, how?: 'typed') => void;

export function useAddress(): [State, Change] {
  const [state, setState] = useState(() => read(location.search));
  useEffect(() => {
    const follow = () => setState(read(location.search));
    addEventListener('popstate', follow);
    return () => removeEventListener('popstate', follow);
  }, []);
  const change: Change = (next, how) => {
    const address = location.pathname + write(next);
    const isTyping = how === 'typed' && history.state === 'typed';
    history[isTyping ? 'replaceState' : 'pushState'](how ?? null, '', address);
    setState(next);
  };
  return [state, change];
}
