// Builds the page into src/api: its files with a hash in each name, and the template with these.
import { mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import { basename, dirname, join, resolve } from 'node:path';
import { createRequire } from 'node:module';
import { fileURLToPath } from 'node:url';
import { brotliCompressSync, gzipSync } from 'node:zlib';

const here = dirname(fileURLToPath(import.meta.url));
const tooling = join(here, '../tooling');
const { build } = createRequire(join(tooling, 'package.json'))('esbuild');
const target = resolve(process.argv[2] ?? join(here, '../../src/api'));
const files = join(target, 'static/api/search');

await rm(files, { recursive: true, force: true });
const { metafile } = await build({
  absWorkingDir: here,
  entryPoints: { search: 'src/main.tsx', style: 'style/style.css', icon: 'icon.svg' },
  outdir: files,
  entryNames: '[name]-[hash]',
  assetNames: '[name]-[hash]',
  bundle: true,
  minify: true,
  format: 'esm',
  target: ['es2022'],
  jsx: 'automatic',
  jsxImportSource: 'preact',
  nodePaths: [join(tooling, 'node_modules')],
  loader: { '.woff2': 'file', '.svg': 'copy' },
  legalComments: 'none',
  metafile: true,
});

// For browsers that accept them, which is all of them; the server picks by the name.
for (const path of Object.keys(metafile.outputs)) {
  if (!/\.(js|css)$/.test(path)) continue;
  const file = join(here, path);
  const text = await readFile(file);
  await writeFile(`${file}.gz`, gzipSync(text, { level: 9 }));
  await writeFile(`${file}.br`, brotliCompressSync(text));
}

const names = Object.keys(metafile.outputs).map((path) => basename(path));
const named = (ending) => names.find((name) => name.endsWith(ending));
const template = (await readFile(join(here, 'page.html'), 'utf8'))
  .replace('ICON', named('.svg'))
  .replace('FONT', named('.woff2'))
  .replace('STYLE', named('.css'))
  .replace('SCRIPT', named('.js'));
await mkdir(join(target, 'templates/api'), { recursive: true });
await writeFile(join(target, 'templates/api/search.html'), template);
await writeFile(join(files, 'LICENCES.txt'), await licences());
const sizes = Object.entries(metafile.outputs).map(([path, { bytes }]) => `${basename(path)} ${bytes}`);
console.log(sizes.join('\n'));

async function licences() {
  const packages = ['preact', '@fontsource-variable/figtree'];
  const texts = packages.map(async (name) => {
    const text = await readFile(join(tooling, 'node_modules', name, 'LICENSE'), 'utf8');
    return `${name}\n\n${text.trim()}\n`;
  });
  return (await Promise.all(texts)).join('\n\n');
}
