// Builds wwwroot/dist: one style sheet, one script, the icon. `npm ci && npm run build`.
import { cp, mkdir, readFile, rm, writeFile } from "node:fs/promises";
import { build } from "esbuild";
import { compile } from "sass";

const out = "wwwroot/dist";
await rm(out, { recursive: true, force: true });
await mkdir(out, { recursive: true });

const sheet = compile("Layout/app.scss", { loadPaths: ["node_modules"], quietDeps: true, style: "expanded", charset: false });
const common = { bundle: true, minify: true, legalComments: "linked", logLevel: "warning", target: ["es2022", "chrome109", "firefox115", "safari16"] };
await build({
  ...common,
  stdin: { contents: `@import "leaflet/dist/leaflet.css";\n${sheet.css}`, loader: "css", resolveDir: "." },
  loader: { ".png": "file" },
  assetNames: "[name]",
  outfile: `${out}/app.css`,
});
await build({ ...common, entryPoints: { app: "Map/app.js" }, format: "esm", outdir: out });
await cp("Layout/icon.svg", `${out}/icon.svg`);

// What the bundles contain goes along with them.
const licences = await Promise.all(["govuk-frontend", "leaflet"].map(async (name) => {
  const { version, license } = JSON.parse(await readFile(`node_modules/${name}/package.json`, "utf8"));
  return `${name} ${version} (${license})\n\n${await readFile(`node_modules/${name}/${name === "leaflet" ? "LICENSE" : "LICENSE.txt"}`, "utf8").catch(() => "")}`;
}));
await writeFile(`${out}/LICENSES.txt`, licences.join("\n\n"));
