// Does sequences of commands as the editor does them, for tests in other languages: a line of JSON in, one out.
//
// In: {"steps": [Step, …]}, the steps of src/commands/rehearsal.ts.
// Out: {"before", "document", "update", "undone"}: the arrangement before and after as plain data, the whole of it
// as a Yjs update in base64, and what is left after everything has been undone.
import { createInterface } from "node:readline";
import { fileURLToPath } from "node:url";
import { svelte } from "@sveltejs/vite-plugin-svelte";
import { createServer } from "vite";

class Silent {
	readyState = 0;
	close() {}
	send() {}
}

// What the modules of a page expect to be there.
const location = { pathname: "/", search: "", origin: "http://nowhere" };
Object.assign(globalThis, {
	window: { location, addEventListener() {}, removeEventListener() {} },
	location,
	WebSocket: Silent,
	requestAnimationFrame: (run) => setTimeout(run, 0),
});

const server = await createServer({
	configFile: false,
	root: fileURLToPath(new URL("..", import.meta.url)),
	logLevel: "error",
	appType: "custom",
	server: { middlewareMode: true, hmr: false, ws: false, watch: null },
	optimizeDeps: { noDiscovery: true },
	plugins: [svelte({ compilerOptions: { generate: "client" } })],
});
const { ACTIONS, rehearsed } = await server.ssrLoadModule("/src/commands/rehearsed.ts");
process.stdout.write(`${JSON.stringify({ actions: ACTIONS.length })}\n`);
for await (const line of createInterface({ input: process.stdin }))
	process.stdout.write(`${JSON.stringify(rehearsed(JSON.parse(line)))}\n`);
await server.close();
process.exit(0);
