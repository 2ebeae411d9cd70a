import type { DetailedError } from "tus-js-client";
import { expect, test } from "vitest";
import { refusalOf, sampleOf, worthRetrying } from "./tus";

function answered(status: number, body = ""): DetailedError {
	const response = { getStatus: () => status, getBody: () => body, getHeader: () => undefined };
	return Object.assign(new Error("tus"), { originalResponse: response }) as unknown as DetailedError;
}
const unanswered = Object.assign(new Error("tus"), { originalResponse: null }) as unknown as DetailedError;

test("a lost connection and a busy server are tried again, a refusal is not", () => {
	expect(
		[unanswered, ...[409, 423, 429, 500, 503].map((status) => answered(status))].every(worthRetrying),
	).toBe(true);
	expect([400, 401, 403, 404, 413].map((status) => answered(status)).some(worthRetrying)).toBe(false);
});

test("the server's own sentence is shown", () => {
	const error = answered(413, '{"detail": "Your library holds 2 GB and is full."}');
	expect(refusalOf(error, "kitchen.wav")).toBe("Your library holds 2 GB and is full.");
});

test("without one, the sentence says what to do", () => {
	expect(refusalOf(unanswered, "kitchen.wav")).toContain("try again");
	expect(refusalOf(answered(502, "<html>"), "kitchen.wav")).toContain(
		"“kitchen.wav” could not be sent (502)",
	);
});

test("the sample's id is read from the last answer", () => {
	expect(sampleOf({ getHeader: (name) => (name === "X-Sample-Id" ? "7" : undefined) })).toBe("7");
	expect(sampleOf(null)).toBe(null);
});
