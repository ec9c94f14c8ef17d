// Times write-good and Harper on one text, in the folder that they are installed in; prints one JSON object a figure.
import { createRequire } from "node:module";
import { readFileSync, statSync } from "node:fs";
import { pathToFileURL } from "node:url";

const [folder, letter] = process.argv.slice(2);
const text = readFileSync(letter, "utf8");
const require = createRequire(pathToFileURL(`${folder}/others.js`));
const tell = (figure, value, unit) =>
  console.log(JSON.stringify({ figure, where: "node", unit, value, bytes: text.length }));

const median = async (times, run) => {
  const taken = [];
  for (let turn = 0; turn < times; turn++) {
    const start = performance.now();
    await run(turn);
    taken.push(performance.now() - start);
  }
  return taken.sort((one, other) => one - other)[times >> 1] * 1000;
};

const writeGood = require("write-good");
tell("write-good whole_draft", await median(60, () => writeGood(text)), "µs");

const dist = `${folder}/node_modules/harper.js/dist`;
const { LocalLinter } = await import(pathToFileURL(`${dist}/index.js`));
const { binary } = await import(pathToFileURL(`${dist}/binary.js`));
const started = performance.now();
const linter = new LocalLinter({ binary });
await linter.setup();
await linter.lint(text);
tell("harper load_to_first_finding", (performance.now() - started) * 1000, "µs");
tell("harper whole_draft", await median(20, () => linter.lint(text)), "µs");
const middle = text.length >> 1;
const typed = text.slice(0, middle) + "e" + text.slice(middle);
tell("harper one_keystroke", await median(20, (turn) => linter.lint(turn % 2 ? text : typed)), "µs");
tell("harper wasm", statSync(`${dist}/harper_wasm_bg.wasm`).size, "bytes");
process.exit(0);
