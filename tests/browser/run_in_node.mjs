// Answers requests with our package inside Pyodide under Node.
// Usage: node run_in_node.mjs PACKAGE.zip < requests (one JSON text a line) > replies (one JSON text a line)
import { readFileSync } from "node:fs";
import { dirname } from "node:path";
import { fileURLToPath } from "node:url";
import { loadPyodide } from "pyodide";

const requests = readFileSync(0, "utf8").split("\n").filter(Boolean);
// Left alone, Pyodide finds itself by an address in which a space is %20, and then finds no file.
const indexURL = dirname(fileURLToPath(import.meta.resolve("pyodide")));
const pyodide = await loadPyodide({ indexURL });
const archive = new Uint8Array(readFileSync(process.argv[2]));
pyodide.unpackArchive(archive, "zip", { extractDir: "/lib/python3.13/site-packages" });
const answer = pyodide.pyimport("calculators.browser").answer;
const replies = requests.map((request) => `${answer(request)}\n`);
// Not before all is written: a pipe takes a large text in parts.
process.stdout.write(replies.join(""), () => process.exit(0));
