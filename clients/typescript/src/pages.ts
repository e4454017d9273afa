// All pages of a list or of a search, one after the other.
interface Paged {
  pagination: { has_next: boolean };
}

interface Asked {
  query?: { page?: number };
  body?: { pagination?: { page?: number } };
}

type Operation<Options, Page> = (options: Options) => Promise<Page>;
type Item<Page> = Page extends { items: readonly (infer Each)[] }
  ? Each
  : Page extends { products: readonly (infer Each)[] } ? Each : never;

/** Yield each page: `pages(api.searchUnified, { body: { searchQuery: 'CM2' } })`. */
export async function* pages<Options extends object, Page extends Paged>(
  operation: (options: Options) => Promise<Page>,
  options: Options = {} as Options,
): AsyncGenerator<Page, void, undefined> {
  const asked = options as Asked;
  const first = asked.body?.pagination?.page ?? asked.query?.page ?? 1;
  for (let number = first; ; number++) {
    const page = await operation({ ...options, ...numbered(asked, number) });
    yield page;
    if (!page.pagination.has_next) return;
  }
}

/** Yield each item of each page: `items(api.listTutorialEvents, { query: { location: 'London' } })`. */
export async function* items<Options extends object, Page extends Paged>(
  operation: Operation<Options, Page>,
  options: Options = {} as Options,
): AsyncGenerator<Item<Page>, void, undefined> {
  for await (const page of pages(operation, options)) {
    const { items, products } = page as { items?: Item<Page>[]; products?: Item<Page>[] };
    yield* items ?? products ?? [];
  }
}

// A search with a body has its page there.
function numbered({ body, query }: Asked, page: number): Asked {
  if (body) return { body: { ...body, pagination: { ...body.pagination, page } } };
  return { query: { ...query, page } };
}
