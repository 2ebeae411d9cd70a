// Turn the schemas that the server writes into TypeScript types, beside them.
import { readFile, writeFile } from "node:fs/promises";
import { compile } from "json-schema-to-typescript";
import openapiTS, { astToString } from "openapi-typescript";

const folder = new URL("../src/generated/", import.meta.url);
const banner = "/* Generated from the server's definitions; never edited by hand. */";

for (const name of ["project", "studio-event"]) {
	const schema = JSON.parse(await readFile(new URL(`${name}.schema.json`, folder), "utf8"));
	const types = await compile(schema, name, { bannerComment: banner, additionalProperties: false });
	await writeFile(new URL(`${name}.ts`, folder), types);
}
const api = JSON.parse(await readFile(new URL("openapi.json", folder), "utf8"));
await writeFile(new URL("api.ts", folder), `${banner}\n\n${astToString(await openapiTS(api))}`);
