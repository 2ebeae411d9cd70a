import { afterEach, expect, test, vi } from "vitest";
import { type Level, levelFor, levelsOf, outline, TILE_COLUMNS, Tiles } from "./tiles";

afterEach(() => vi.unstubAllGlobals());

const file = (bytes: Uint8Array) =>
	vi.fn(async (_: string, options: { headers: { Range: string } }) => {
		const [, first, last] = /bytes=(\d+)-(\d+)/.exec(options.headers.Range) as RegExpExecArray;
		return { status: 206, arrayBuffer: async () => bytes.slice(Number(first), Number(last) + 1).buffer };
	});

const level = (span: number, columns: number, offset = 0): Level => ({
	url: "/t",
	span,
	width: 2,
	offset,
	columns,
});

test("the waveform's finest level is the peaks file", () => {
	const given = [
		{ kind: "bands" as const, span: 2, width: 64, offset: 900, columns: 9 },
		{ kind: "peaks" as const, span: 1024, width: 2, offset: 200, columns: 25 },
		{ kind: "peaks" as const, span: 256, width: 2, offset: 0, columns: 100 },
	];
	const levels = levelsOf("peaks", given, "/tiles", "/peaks", 25_600);
	expect(levels.map(({ url, span, columns }) => [url, span, columns])).toEqual([
		["/peaks", 64, 400],
		["/tiles", 256, 100],
		["/tiles", 1024, 25],
	]);
	expect([1, 64, 255, 256, 5000].map((span) => levelFor(levels, span))).toEqual([0, 0, 0, 1, 2]);
	expect(levelsOf("bands", given, "/tiles", "/peaks", 25_600)).toHaveLength(1);
});

test("only what is in sight is fetched, and drawn as it is", async () => {
	const bytes = new Uint8Array(4 * TILE_COLUMNS * 2);
	for (let at = 0; at < bytes.length / 2; at++) bytes.set([256 - (at % 100), at % 100], 2 * at);
	const fetched = file(bytes);
	vi.stubGlobal("fetch", fetched);
	let arrivals = 0;
	const tiles = new Tiles(() => arrivals++);
	const levels = [level(64, 4 * TILE_COLUMNS)];
	const out = new Int8Array(20);
	const start = TILE_COLUMNS * 64;
	expect(outline(tiles, levels, start, 64, 10, out)).toBe(false);
	expect([...out]).toEqual(new Array(20).fill(0));
	await vi.waitFor(() => expect(arrivals).toBe(1));
	expect(fetched).toHaveBeenCalledTimes(1);
	expect(outline(tiles, levels, start, 64, 10, out)).toBe(true);
	const expected = Array.from({ length: 10 }, (_, at) => (TILE_COLUMNS + at) % 100);
	expect(expected.flatMap((value) => [-value, value]).map((value) => value + 0)).toEqual([...out]);
});

test("a coarser tile stands in until the finer one is here", async () => {
	const bytes = new Uint8Array(2 * TILE_COLUMNS * 2).fill(50);
	vi.stubGlobal("fetch", file(bytes));
	let arrivals = 0;
	const tiles = new Tiles(() => arrivals++);
	const levels = [level(64, 2 * TILE_COLUMNS), level(256, TILE_COLUMNS, 0)];
	tiles.get(levels[1] as Level, 0);
	await vi.waitFor(() => expect(arrivals).toBe(1));
	vi.stubGlobal("fetch", () => new Promise(() => {}));
	const out = new Int8Array(2);
	const finer = { ...(levels[0] as Level), url: "/finer" };
	expect(outline(tiles, [finer, levels[1] as Level], 0, 64, 1, out)).toBe(false);
	expect([...out]).toEqual([50, 50]);
});

test("a tile that failed is asked for again later, not at once", async () => {
	const fetched = vi.fn(async () => ({ status: 503 }));
	vi.stubGlobal("fetch", fetched);
	const tiles = new Tiles(() => {});
	for (let asked = 0; asked < 5; asked++) {
		tiles.get(level(64, 10), 0);
		await new Promise((resolve) => setTimeout(resolve));
	}
	expect(fetched).toHaveBeenCalledTimes(1);
});
