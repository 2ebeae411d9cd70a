// The log of a training: lines as they come, the last few hundred, each once.
import type { components } from "../generated/api";

export type LogLine = components["schemas"]["TrainingLine"];
export type Level = LogLine["level"];

const MOST_LINES = 400;

/** What the server keeps and what was heard since, in order, each line once. */
export function logged(lines: readonly LogLine[], more: readonly LogLine[]): LogLine[] {
	const known = new Map([...lines, ...more].map((line) => [line.id, line]));
	return [...known.values()].sort((a, b) => a.id - b.id).slice(-MOST_LINES);
}

export function atLeast(lines: readonly LogLine[], level: Level): LogLine[] {
	if (level === "info") return [...lines];
	return lines.filter((line) => line.level === "error" || line.level === level);
}
