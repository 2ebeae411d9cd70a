/** Which tracks sound, and where their sound goes: mute, solo, groups, sends and returns (as mixing/routing.py). */
import { MASTER, type Score } from "./score";

export interface Routes {
	/** The tracks that play into their group, or into the mix. */
	onward: Set<string>;
	/** The sends that are open. */
	sends: Set<string>;
}

/**
 * Whatever is muted is silent, with everything in it and everything that it sends. A solo lets through the track with
 * all that is in it, the groups around it and the returns that it feeds; a soloed return is fed by everything that
 * feeds it otherwise.
 */
export function routes(score: Score): Routes {
	const opened = openedOf(score);
	const soloed = new Set(
		[...score.tracks].filter(([key, t]) => t.solo && key !== MASTER).map(([key]) => key),
	);
	const sends = between(score, opened, opened);
	if (!soloed.size) return { onward: opened, sends };
	const isReturn = (key: string) => score.tracks.get(key)?.role === "return";
	const returns = new Set([...opened].filter(isReturn));
	const direct = [...opened].filter(
		(key) => !isReturn(key) && [key, ...around(score, key)].some((one) => soloed.has(one)),
	);
	const onward = new Set([...direct, ...direct.flatMap((key) => around(score, key))]);
	const backward = [...returns].filter((key) => soloed.has(key));
	for (const key of backward) onward.add(key);
	const pairs = [...sends].map((key) => {
		const send = score.sends.get(key) as { source: string; target: string };
		return [send.source, send.target] as const;
	});
	for (const key of reached(onward, pairs)) onward.add(key);
	const feeding = reached(
		new Set(backward),
		pairs.map(([source, target]) => [target, source] as const),
	);
	const into = new Set([...backward, ...[...feeding].filter((key) => returns.has(key))]);
	const used = [...sends].filter((key) => {
		const send = score.sends.get(key) as { source: string; target: string };
		return onward.has(send.source) || into.has(send.target);
	});
	const groups = new Set([...feeding].filter((key) => !onward.has(key) && !returns.has(key)));
	const inner = [...opened].filter((key) => around(score, key).some((group) => groups.has(group)));
	return { onward: new Set([...onward, ...inner]), sends: new Set(used) };
}

/** The groups around a track, from the inside out. */
export function around(score: Score, key: string): string[] {
	const found: string[] = [];
	let parent = score.tracks.get(key)?.parent ?? "";
	while (score.tracks.has(parent) && !found.includes(parent)) {
		found.push(parent);
		parent = score.tracks.get(parent)?.parent ?? "";
	}
	return found;
}

/** The tracks that neither are muted nor stand in a muted group. */
function openedOf(score: Score): Set<string> {
	const muted = (key: string) => score.tracks.get(key)?.mute ?? false;
	const keys = [...score.tracks.keys()].filter((key) => key !== MASTER);
	return new Set(keys.filter((key) => ![key, ...around(score, key)].some(muted)));
}

function between(score: Score, sources: Set<string>, targets: Set<string>): Set<string> {
	const found = [...score.sends].filter(
		([, send]) => !send.mute && sources.has(send.source) && targets.has(send.target),
	);
	return new Set(found.map(([key]) => key));
}

function reached(start: Set<string>, ways: readonly (readonly [string, string])[]): Set<string> {
	const found = new Set(start);
	let size = -1;
	while (size !== found.size) {
		size = found.size;
		for (const [from, to] of ways) if (found.has(from)) found.add(to);
	}
	return found;
}
