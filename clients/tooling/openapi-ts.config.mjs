export default {
  input: '../../openapi.json',
  // Node's own TypeScript and tsc both want the extension.
  output: { path: '../typescript/src/generated', module: { extension: '.ts' } },
};
