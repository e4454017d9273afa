// `fetch` needs no other package; the base URL is set when the client is generated, or by a mutator.
export default {
  tutorials: {
    input: '../../../../openapi.json',
    output: {
      target: 'build/api.ts',
      client: 'fetch',
      override: { mutator: { path: 'fetcher.ts', name: 'fetcher' } },
    },
  },
};
