// The doctor's words on the pages, and the lines that he draws (see generation/doctor/thresholds.py).

export const LEVEL_WORDS: Record<string, string> = {
	good: "fit to train",
	"will babble": "will babble, not its best",
	"will give noise": "will give noise",
};

export const FINDING_WORDS: Record<string, string> = {
	unreadable: "cannot be read",
	silence: "mostly silence",
	"noise-like": "like noise",
	noisy: "noisy",
	diverse: "unlike the others",
	hum: "mains hum",
	clipped: "clipped",
	clicks: "clicks",
	duplicates: "a copy",
	quiet: "very quiet",
	offset: "off zero",
};

export const NOISY_DB = 15;
export const VOICED = 0.27;
export const DIVERSE_DB = 7;
