import { expect, test } from "vitest";
import { type Standing, safeWords } from "./safe";

const at = (safe_seconds: number, state: Standing["state"] = "sending", problem = "") => ({
	state,
	problem,
	safe_seconds,
});

test("how much of a recording is on the server, in one sentence", () => {
	expect(safeWords(0.5, at(0))).toBe("");
	expect(safeWords(60, null)).toBe("");
	expect(safeWords(1.5, at(0))).toBe("Being sent to the server as it is made.");
	expect(safeWords(760, at(756.2))).toBe("All but 4\u202fs is on the server.");
	expect(safeWords(760, at(760))).toBe("All of it is on the server.");
});

test("a lost connection and a refusal are said, and where the sound is", () => {
	const lost = "The connection is lost: the rest stays on this device and is sent when it is back.";
	expect(safeWords(760, at(560, "retrying"))).toBe(`9:20 of it is on the server. ${lost}`);
	expect(safeWords(760, at(0, "retrying"))).toBe(lost);
	expect(safeWords(760, at(0, "failed", "No room is left."))).toBe("On this device only. No room is left.");
});
