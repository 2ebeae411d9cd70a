/** The effects that the browser previews; the others are heard in renders and bounces. Apart from what makes them, so
 * that a page can tell of them without loading it. */
export const PREVIEWED = [
	"chorus",
	"compressor",
	"crusher",
	"delay",
	"equaliser",
	"exciter",
	"filter",
	"gain",
	"gate",
	"limiter",
	"reverb",
	"saturation",
	"tape",
	"tremolo",
	"width",
] as const;

export type Previewed = (typeof PREVIEWED)[number];

export function isPreviewed(effect: string): boolean {
	return (PREVIEWED as readonly string[]).includes(effect);
}
