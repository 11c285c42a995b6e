// Writes static/vendor/ and static/icons.svg from node_modules, and static/vendor/MANIFEST.json about them.
// Run by `npm ci && npm run bundle`; the same lock gives the same bytes.
import {createHash} from "node:crypto";
import {mkdir, readdir, readFile, rm, writeFile} from "node:fs/promises";
import {dirname, join, relative} from "node:path";
import {fileURLToPath} from "node:url";
import {build} from "esbuild";

const root = join(dirname(fileURLToPath(import.meta.url)), "..");
const modules = join(root, "node_modules");
const vendor = join(root, "static", "vendor");
const lock = JSON.parse(await readFile(join(root, "package-lock.json"), "utf8")).packages;

const version = name => lock[`node_modules/${name}`].version;
const source = name => ({package: name, version: version(name), integrity: lock[`node_modules/${name}`].integrity});
const read = path => readFile(join(modules, path), "utf8");

/** Files written, for the manifest: {file, sha256, bytes, from: [{package, version, integrity}]}. */
const written = [];

async function write(path, content, packages) {
  await mkdir(dirname(path), {recursive: true});
  await writeFile(path, content);
  const bytes = Buffer.from(content);
  written.push({
    file: relative(root, path).replaceAll("\\", "/"),
    bytes: bytes.length,
    sha256: createHash("sha256").update(bytes).digest("hex"),
    from: packages.map(source),
  });
}

async function licences(folder, packages) {
  const texts = await Promise.all(packages.map(async name => {
    const file = (await readdir(join(modules, name))).find(entry => /^licen[cs]e/i.test(entry));
    return `${name} ${version(name)}\n\n${(await read(`${name}/${file}`)).trim()}\n`;
  }));
  await write(join(folder, "LICENSE"), texts.join(`\n${"-".repeat(72)}\n\n`), packages);
}

/** htmx and its SSE extension in one file: as two deferred scripts htmx may start before the extension registers. */
async function bundleHtmx() {
  const folder = join(vendor, `htmx@${version("htmx.org")}`);
  const parts = await Promise.all(["htmx.min.js", "ext/hx-sse.min.js"].map(file => read(`htmx.org/dist/${file}`)));
  const joined = parts.map(part => part.replace(/\n?\/\/# sourceMappingURL=.*\s*$/, "")).join("\n;\n");
  await write(join(folder, "htmx-bundle.js"), joined + "\n", ["htmx.org"]);
  await licences(folder, ["htmx.org"]);
}

async function bundleProsemirror() {
  const result = await build({
    entryPoints: [join(root, "bundles", "prosemirror.js")],
    absWorkingDir: root,
    bundle: true, minify: true, write: false, metafile: true,
    format: "esm", target: "es2022", legalComments: "none", charset: "utf8",
  });
  const packages = [...new Set(Object.keys(result.metafile.inputs).map(packageOf).filter(Boolean))].sort();
  const folder = join(vendor, `prosemirror@${version("prosemirror-view")}`);
  await write(join(folder, "prosemirror.js"), result.outputFiles[0].text, packages);
  await licences(folder, packages);
}

function packageOf(path) {
  return path.match(/^node_modules\/((?:@[^/]+\/)?[^/]+)\//)?.[1];
}

/** A variable font's Latin letters with their @font-face rules, paths relative to the style sheet. */
async function copyFont(family) {
  const name = `@fontsource-variable/${family}`;
  const folder = join(vendor, `${family}@${version(name)}`);
  const rules = [];
  for (const sheet of ["wght.css", "wght-italic.css"]) {
    const faces = (await read(`${name}/${sheet}`)).match(/@font-face \{[^}]*\}/g);
    for (const face of faces.filter(text => /-latin(-ext)?-wght/.test(text))) {
      const file = face.match(/files\/([\w-]+\.woff2)/)[1];
      await write(join(folder, file), await readFile(join(modules, name, "files", file)), [name]);
      rules.push(face.replace("./files/", "./").replace("woff2-variations", "woff2"));
    }
  }
  await write(join(folder, `${family}.css`), rules.join("\n\n") + "\n", [name]);
  await licences(folder, [name]);
}

/** One sprite: <svg class="icon"><use href="/static/icons.svg#bold"></use></svg>, drawn in the text's colour. */
async function drawIcons() {
  const lines = (await readFile(join(root, "bundles", "icons.txt"), "utf8")).split("\n");
  const names = lines.filter(line => line && !line.startsWith("#"));
  // On each symbol: <use> takes nothing over from the sprite's root.
  const stroke = `fill="none" stroke="currentColor" stroke-width="2" stroke-linecap="round" stroke-linejoin="round"`;
  const symbols = await Promise.all(names.map(async name => {
    const [, body] = (await read(`lucide-static/icons/${name}.svg`)).match(/<svg[^>]*>([\s\S]*)<\/svg>/);
    return `<symbol id="${name}" viewBox="0 0 24 24" ${stroke}>${body.trim().replace(/>\s+</g, "><")}</symbol>`;
  }));
  const credit = `<!-- Lucide ${version("lucide-static")}, ISC licence: vendor/lucide@${version("lucide-static")}/LICENSE -->`;
  const sprite = `<svg xmlns="http://www.w3.org/2000/svg">\n${credit}\n${symbols.join("\n")}\n</svg>\n`;
  await write(join(root, "static", "icons.svg"), sprite, ["lucide-static"]);
  await licences(join(vendor, `lucide@${version("lucide-static")}`), ["lucide-static"]);
}

await rm(vendor, {recursive: true, force: true});
await bundleHtmx();
await bundleProsemirror();
await copyFont("literata");
await copyFont("inter");
await drawIcons();
written.sort((a, b) => a.file < b.file ? -1 : 1);
const manifest = {built: {esbuild: version("esbuild"), command: "npm ci && npm run bundle"}, files: written};
await writeFile(join(vendor, "MANIFEST.json"), JSON.stringify(manifest, null, 2) + "\n");
for (const {file, bytes} of written) console.log(String(bytes).padStart(8), file);
