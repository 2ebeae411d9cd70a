// What the level of a recording means, in words: a bold beginning and what to do.

export interface Advice {
	title: string;
	words: string;
}

export function advise(highest_dbfs: number, clips: number, seconds: number): Advice | null {
	if (clips > 0)
		return { title: "Too loud.", words: "It went over full scale. Turn the input down or go further away." };
	if (seconds < 2) return null;
	if (highest_dbfs < -70)
		return { title: "Nothing is heard.", words: "Is this the right microphone, and is it switched on?" };
	if (highest_dbfs < -40)
		return { title: "Very quiet.", words: "Go nearer or turn the input up, if you can." };
	if (highest_dbfs > -3)
		return { title: "Close to the top.", words: "Turn the input down a little to be safe." };
	return { title: "Good level.", words: "" };
}
