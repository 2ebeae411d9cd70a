// Tags as they are typed: words or short phrases, separated by commas.

const LONGEST = 60;

/** What is added to the tags that there are: cleaned, each once whatever its capitals. */
export function withTags(present: readonly string[], typed: string): string[] {
	const out = [...present];
	for (const part of typed.split(",")) {
		const tag = part.trim().replace(/\s+/g, " ").slice(0, LONGEST);
		if (tag && !out.some((each) => each.toLowerCase() === tag.toLowerCase())) out.push(tag);
	}
	return out;
}
