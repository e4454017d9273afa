export default {
  input: '../../../../openapi.json',
  output: './build',
  plugins: [
    '@hey-api/client-fetch',
    // Without `offset`, zod accepts only times in UTC.
    { name: 'zod', dates: { offset: true } },
    { name: '@hey-api/sdk', validator: true },
  ],
};
