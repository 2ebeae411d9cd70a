// What an upload's answers mean.
import type { DetailedError, HttpResponse } from "tus-js-client";

/** The sample that the last request made. */
export function sampleOf(response: Pick<HttpResponse, "getHeader"> | null | undefined): string | null {
	return response?.getHeader("X-Sample-Id") ?? null;
}

/** Lost connections, a busy server and a taken upload are tried again; a refusal is not. */
export function worthRetrying(error: Error | DetailedError): boolean {
	const status = statusOf(error);
	return status === 0 || status === 409 || status === 423 || status === 429 || status >= 500;
}

/** The server's sentence, or one about the connection. */
export function refusalOf(error: Error | DetailedError, name: string): string {
	const response = "originalResponse" in error ? error.originalResponse : null;
	try {
		const said = JSON.parse(response?.getBody() ?? "");
		if (typeof said.detail === "string") return said.detail;
	} catch {
		// Not JSON: the status must do.
	}
	const status = statusOf(error);
	if (status === 0)
		return `The connection was lost while sending “${name}”. What has arrived is kept: try again.`;
	if (status === 401 || status === 403) return "You are signed out. Sign in again, then send it again.";
	if (status === 413) return `“${name}” is larger than the studio accepts.`;
	return `“${name}” could not be sent (${status}). Try again in a moment.`;
}

function statusOf(error: Error | DetailedError): number {
	return "originalResponse" in error ? (error.originalResponse?.getStatus() ?? 0) : 0;
}
