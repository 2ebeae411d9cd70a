/** Which commands somebody means by a few letters: all words must occur, beginnings of words count more. */
import type { Command } from "./command";

type Named = Pick<Command, "id" | "title" | "group">;

export function matching<T extends Named>(
	commands: readonly T[],
	text: string,
	recent: readonly string[] = [],
): T[] {
	const words = text.toLowerCase().split(/\s+/).filter(Boolean);
	if (!words.length) {
		const rank = (command: T) => (recent.includes(command.id) ? recent.indexOf(command.id) : recent.length);
		return [...commands].sort((a, b) => rank(a) - rank(b));
	}
	const scored = commands.flatMap((command) => {
		const score = scoreOf(command, words);
		return score === null ? [] : [{ command, score: score + (recent.includes(command.id) ? 1 : 0) }];
	});
	return scored.sort((a, b) => b.score - a.score).map(({ command }) => command);
}

function scoreOf({ title, group }: Named, words: readonly string[]): number | null {
	const name = title.toLowerCase();
	let score = 0;
	for (const word of words) {
		const at = name.indexOf(word);
		if (at === 0) score += 5;
		else if (at > 0) score += /\W/.test(name[at - 1] ?? "") ? 3 : 1;
		else if (group.toLowerCase().startsWith(word)) score += 0.5;
		else return null;
	}
	return score - name.length / 1000;
}
