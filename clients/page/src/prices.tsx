import type { PriceHitOut } from 'tutorial-search-client';

import { capital, money } from './format.ts';

const STANDARD = 'standard';

export function Prices({ prices }: { prices: readonly PriceHitOut[] }) {
  const standard = prices.find((each) => each.price_type === STANDARD) ?? prices[0];
  if (!standard) return <p class="quiet">No price is set.</p>;
  const others = prices.filter((each) => each !== standard);
  return (
    <div class="prices">
      <p class="price">{money(standard.amount, standard.currency)}</p>
      {others.length > 0 && (
        <dl>
          {others.map((each) => (
            <div key={each.id}>
              <dt>{capital(each.price_type)}</dt>
              <dd>{money(each.amount, each.currency)}</dd>
            </div>
          ))}
        </dl>
      )}
    </div>
  );
}
