// One result: a tutorial, another product, or a bundle.
import type { BundleHitOut, HitOut, ProductHitOut, TutorialHitOut } from 'tutorial-search-client';

import { counted, money, sum } from './format.ts';
import { Prices } from './prices.tsx';
import { Events } from './tutorial.tsx';

const KINDS = {
  Tutorial: 'Tutorial',
  Materials: 'Study material',
  Markings: 'Marking',
  Bundle: 'Bundle',
} as const;

export function Product({ hit }: { hit: HitOut }) {
  const name = hit.type === 'Bundle' ? hit.name : hit.product_name;
  const description = hit.type === 'Bundle' ? hit.description : hit.product_description;
  return (
    <article class="card">
      <header>
        <p class="eyebrow">
          <span class={`kind ${hit.type.toLowerCase()}`}>{KINDS[hit.type]}</span>
          <span>{hit.subject_code}</span>
          <span>Exam session {hit.exam_session_code}</span>
        </p>
        <h3>{name}</h3>
        <p class="subject">{[hit.subject_description, description].filter(Boolean).join('. ')}</p>
      </header>
      {hit.type === 'Bundle' ? <Components bundle={hit} /> : <Variations hit={hit} />}
    </article>
  );
}

function Variations({ hit }: { hit: TutorialHitOut | ProductHitOut }) {
  return (
    <ul class="variations">
      {hit.variations.map((variation) => (
        <li key={variation.id} class="variation">
          <div class="variation-head">
            <div>
              <h4>{variation.description_short ?? variation.description ?? variation.name}</h4>
              <p class="quiet"><code>{variation.store_product_code}</code></p>
            </div>
            <Prices prices={variation.prices} />
          </div>
          {'events' in variation && <Events variation={variation} />}
        </li>
      ))}
    </ul>
  );
}

function Components({ bundle }: { bundle: BundleHitOut }) {
  const sold = bundle.components.flatMap((part) =>
    part.prices
      .filter((each) => each.price_type === part.default_price_type)
      .flatMap((price) => Array<typeof price>(part.quantity).fill(price)),
  );
  // Without a price for each, or in several currencies, there is no sum.
  const isWhole = sold.length === bundle.components.reduce((all, part) => all + part.quantity, 0)
    && new Set(sold.map((price) => price.currency)).size === 1;
  return (
    <div class="variation">
      <div class="variation-head">
        <h4>{counted(bundle.components_count, 'product')} together</h4>
        {isWhole && sold[0] && (
          <p class="price">{money(sum(sold.map((price) => price.amount)), sold[0].currency)}</p>
        )}
      </div>
      <ul class="components">
        {bundle.components.map((part) => (
          <li key={part.id}>
            <span>
              {part.product.fullname}
              <span class="quiet">{part.product_variation.description_short ?? part.product_variation.name}</span>
            </span>
            <Prices prices={part.prices.filter((each) => each.price_type === part.default_price_type)} />
          </li>
        ))}
      </ul>
    </div>
  );
}
