// Builds what the pages load: one style sheet, one script, the typeface, the mark.
// Same sources in, same bytes out; the names are made unique later, by collectstatic.
import { copyFile, mkdir, rename, rm } from "node:fs/promises";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { build } from "esbuild";

const root = dirname(dirname(fileURLToPath(import.meta.url)));
const design = join(root, "src", "byregion", "web", "design");
const source = join(design, "assets");
const shown = join(design, "static", "dist");
// Built aside and then put in place, so that a running site never lacks its styles.
const target = `${shown}.new`;

await rm(target, { recursive: true, force: true });
await mkdir(target, { recursive: true });
await build({
  absWorkingDir: root,
  entryPoints: [join(source, "site.css"), join(source, "site.js"), join(source, "editor.css")],
  outdir: target,
  bundle: true,
  minify: true,
  format: "iife",
  target: ["es2022", "chrome111", "firefox115", "safari16.4"],
  loader: { ".woff2": "file", ".svg": "dataurl" },
  assetNames: "[name]",
  legalComments: "none",
  logLevel: "warning",
});
// The map's library is modules only; its worker is a file of its own, as the policy wants it.
await build({
  absWorkingDir: root,
  entryPoints: {
    map: join(source, "map.js"),
    "map-worker": join(root, "node_modules", "maplibre-gl", "dist", "maplibre-gl-worker.mjs"),
  },
  outdir: target,
  bundle: true,
  minify: true,
  format: "esm",
  target: ["es2022", "chrome111", "firefox115", "safari16.4"],
  legalComments: "none",
  logLevel: "error",
});
await build({
  absWorkingDir: root,
  entryPoints: [join(source, "map.css")],
  outdir: target,
  bundle: true,
  minify: true,
  loader: { ".svg": "dataurl" },
  logLevel: "warning",
});
await copyFile(join(source, "mark.svg"), join(target, "mark.svg"));
await rm(shown, { recursive: true, force: true });
await rename(target, shown);
