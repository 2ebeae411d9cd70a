import { expect, test } from "vitest";
import { advise } from "./advice";

test("what went over full scale is said at once, the rest after a moment", () => {
	expect(advise(0, 1, 0.1)?.title).toBe("Too loud.");
	expect(advise(-20, 0, 1)).toBe(null);
});

test("each level has its advice", () => {
	const titles = [-80, -50, -20, -1].map((dbfs) => advise(dbfs, 0, 5)?.title);
	expect(titles).toEqual(["Nothing is heard.", "Very quiet.", "Good level.", "Close to the top."]);
});
